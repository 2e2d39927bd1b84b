public import FITS
public import Files
public import Planes
public import Tensors

/// One piece of sky: a frame for every band.
public struct Field: Sendable {
  /// "003918-3-0213"
  public let id: String
  /// In the order of the bands.
  public let frames: [Frame]
  /// What is not as it should be about its files, though they can be read.
  public let remarks: [FileRemark]

  package init(id: String, frames: [Frame], remarks: [FileRemark] = []) {
    (self.id, self.frames, self.remarks) = (id, frames, remarks)
  }

  /// The same under another name.
  package func named(_ id: String) -> Field { Field(id: id, frames: frames, remarks: remarks) }

  /// Reads all bands, several at once.
  public init(
    reading files: FieldFiles, settings: DetectionSettings = DetectionSettings(),
    workers: Workers = .all, decoder: TileDecoder? = nil
  ) throws {
    let shared = SharedFiles(files.planes.flatMap(\.paths))
    let outcomes = workers.map(files.bands.count) { band in
      Result {
        try Frame(
          reading: files.planes[band], field: files.id, settings: settings, decoder: decoder,
          files: shared)
      }
    }
    id = files.id
    frames = try outcomes.map { try $0.get() }
    remarks = shared.remarks
  }
}
