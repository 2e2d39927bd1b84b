internal import Console
internal import Pictures
internal import Pipelines

/// Pictures in place of frames.
extension Ingest {
  /// Where the labels of pictures go.
  var labelsPath: String {
    labels ?? (out.hasSuffix("/") ? String(out.dropLast()) : out)
      + (canvas == nil ? "-labels.csv" : "-labels")
  }

  func ingestPictures(of dataset: PictureDataset) throws {
    let path = labelsPath
    var ingestion = PictureIngestion(
      dataset, out: out, labels: path, replacing: replace,
      provenance: Invocation.provenance())
    ingestion.upright = upright
    let summary = try ingestion.run(files: files)
    let terminal = Terminal.shared
    terminal.say(
      "images   \(summary.images) of \(summary.size)×\(summary.size) pixels in \(out)")
    terminal.say(
      summary.labelled == 0
        ? "labels   none" : "labels   \(summary.labelled) in \(path), apart from the images")
  }

  func layCanvases(_ count: Int) throws {
    let ingestion = CanvasIngestion(
      out: out, labels: labelsPath, count: count, seed: seed, replacing: replace,
      provenance: Invocation.provenance(seed: seed))
    let digits = try ingestion.run(files: files)
    let side = CanvasIngestion.side
    Terminal.shared.say("canvases \(count) of \(side)×\(side) pixels in \(out)")
    Terminal.shared.say("digits   \(digits), their maps in \(labelsPath), apart from the canvases")
  }
}
