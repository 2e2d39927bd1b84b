/// Another sky over the same sources: every pixel times `factor`, plus `offset` standard deviations
/// of a sky pixel of its band. What a source is does not change with it.
public struct SkyChange: Sendable, Equatable {
  public var factor: Float
  public var offset: Float

  public init(factor: Float = 1, offset: Float = 0) {
    (self.factor, self.offset) = (factor, offset)
  }

  /// The pixels `[band, y, x]` of a cutout under the other sky; missing ones stay what they are filled with.
  func applied(
    to pixels: [Float], of record: CutoutRecord, bands: Int, missing: MissingPixels
  ) -> [Float] {
    let plane = pixels.count / bands
    return pixels.indices.map { index in
      if missing.contains(pixels[index]) { return pixels[index] }
      return pixels[index] * factor + offset * record.noise[index / plane]
    }
  }

  /// What is then known about the cutout: its name, its place and its shape are the same.
  func applied(to record: CutoutRecord) -> CutoutRecord {
    var changed = record
    changed.sky = zip(record.sky, record.noise).map { $0 * factor + offset * $1 }
    changed.noise = record.noise.map { $0 * factor }
    changed.flux = record.flux.map { $0 * factor }
    changed.fluxErrors = record.fluxErrors.map { $0 * factor }
    changed.localSky = zip(record.localSky, record.noise).map { $0 * factor + offset * $1 }
    return changed
  }
}
