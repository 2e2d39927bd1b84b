internal import Sky

extension Ingestion {
  func checkNotEmpty(_ tally: IngestTally, fields: Int) throws(SurveyError) {
    let (counts, skipped) = (tally.counts, tally.skipped)
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
