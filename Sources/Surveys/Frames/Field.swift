public import FITS
internal import Synchronization
public import Tensors

/// One piece of sky: a frame for every band.
public struct Field: Sendable {
  /// "003918-3-0213"
  public let id: String
  /// In the order of the bands.
  public let frames: [Frame]

  init(id: String, frames: [Frame]) {
    (self.id, self.frames) = (id, frames)
  }

  /// Reads all bands, several at once.
  public init(
    reading files: FieldFiles, settings: DetectionSettings = DetectionSettings(),
    workers: Workers = .all, decoder: TileDecoder? = nil
  ) throws {
    let outcomes = Mutex<[Result<Frame, any Error>?]>(
      Array(repeating: nil, count: files.bands.count))
    workers.forEach(files.bands.count) { band in
      let outcome = Result {
        try Frame(
          reading: files.planes[band], field: files.id, settings: settings, decoder: decoder)
      }
      outcomes.withLock { $0[band] = outcome }
    }
    id = files.id
    frames = try outcomes.withLock { $0 }.compactMap { try $0?.get() }
  }
}
