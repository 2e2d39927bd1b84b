/// Another sky over the same sources: every pixel times `factor`, plus `offset` standard deviations
/// of a sky pixel of its band. What a source is does not change with it.
public struct SkyChange: Sendable, Equatable {
  public var factor: Float
  public var offset: Float

  public init(factor: Float = 1, offset: Float = 0) {
    (self.factor, self.offset) = (factor, offset)
  }

  /// The pixels `[band, y, x]` of a cutout under the other sky. A pixel of exactly 0 in a cutout
  /// with missing pixels is one of them, and stays.
  func applied(to pixels: [Float], of record: CutoutRecord, bands: Int) -> [Float] {
    let plane = pixels.count / bands
    return pixels.indices.map { index in
      if pixels[index] == 0, record.edgeFraction > 0 { return 0 }
      return pixels[index] * factor + offset * record.noise[index / plane]
    }
  }

  /// What is then known about the cutout: its name, its place and its shape are the same.
  func applied(to record: CutoutRecord) -> CutoutRecord {
    var changed = record
    changed.sky = zip(record.sky, record.noise).map { $0 * factor + offset * $1 }
    changed.noise = record.noise.map { $0 * factor }
    changed.flux = record.flux.map { $0 * factor }
    return changed
  }
}
