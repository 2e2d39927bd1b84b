internal import Sky

extension Ingestion {
  /// All fields of a set have one pixel scale.
  func check(
    _ content: ShardContent, _ first: inout (field: String, value: Double)?
  ) throws(SurveyError) {
    guard let known = first else {
      first = (content.id, content.pixelScale)
      return
    }
    guard abs(content.pixelScale - known.value) <= 0.02 * known.value else {
      throw SurveyError(
        "field \(content.id) has pixels of \(content.pixelScale) arcseconds, field \(known.field) "
          + "of \(known.value); ingest them into sets of their own, or name one scale for all with "
          + "--pixel-scale")
    }
  }

  func checkNotEmpty(
    _ counts: IngestCounts, fields: Int, _ skipped: [IngestSummary.SkippedInput]
  ) throws(SurveyError) {
    guard counts.kept == 0 else { return }
    let frames = "the \(fields) field\(fields == 1 ? "" : "s") given"
    if counts.found == 0, let first = skipped.first {
      throw SurveyError(
        "nothing could be ingested, \(skipped.count) skipped; the first was \(first.name): "
          + first.reason)
    }
    if let catalog, counts.found == 0 {
      throw SurveyError(
        "none of the \(catalog.positions.count) positions of the catalog \(catalog.source) lies "
          + "in \(frames); check that both are of the same piece of sky")
    }
    guard counts.found > 0 else {
      throw SurveyError(
        "no source was found in \(frames); lower the detection threshold or give other frames")
    }
    throw SurveyError(
      "none of the \(counts.found) sources in \(frames) has a whole cutout of "
        + "\(settings.size)×\(settings.size) pixels; choose a smaller size or other frames")
  }
}
