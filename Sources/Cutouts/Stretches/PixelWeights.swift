internal import Sky

/// How much every pixel of a cutout counts when a network learns to reproduce it.
public enum PixelWeights: String, Codable, Sendable, CaseIterable {
  /// All alike.
  case none
  /// By its inverse variance, in units of what a sky pixel of the band has: 1 for sky, less where
  /// light brings noise of its own, 0 where the survey's mask or missing pixels say nothing.
  case inverseVariance = "invvar"

  /// Throws where a set or a stretch cannot be weighed so.
  func check(_ set: CutoutSet, _ kind: Stretch.Kind) throws(SurveyError) {
    guard self == .inverseVariance else { return }
    guard kind != .matched else {
      throw SurveyError(
        "cannot weigh pixels by their inverse variance under the stretch matched, which makes new "
          + "pixels of many; choose --stretch peak, asinh or linear, or --weights none")
    }
    guard set.hasInverseVariances else {
      throw SurveyError(
        "the cutout set \(set.folder) has no inverse variances to weigh pixels by; ingest it with "
          + "--weights always, or train with --weights none")
    }
  }
}

extension PixelWeights {
  /// The weights of one cutout.
  ///
  /// - Parameters:
  ///   - inverse: `[band, y, x]` of the cutout.
  ///   - output: `[y, x, band]` of the stretch's central square.
  static func fill(
    _ output: UnsafeMutableBufferPointer<Float>, from inverse: [Float], noise: [Float],
    _ stretch: Stretch
  ) {
    let (size, side, bands) = (stretch.size, stretch.cutoutSize, stretch.bands.count)
    precondition(inverse.count == bands * side * side, "a cutout of this stretch")
    precondition(output.count == bands * size * size, "room for one cutout's weights")
    let margin = (side - size) / 2
    for band in 0..<bands {
      let known = noise[band] > 0 && noise[band].isFinite
      let sigma = known ? noise[band] : stretch.typicalNoise[band]
      let sky = sigma * sigma
      for y in 0..<size {
        let line = (band * side + margin + y) * side + margin
        for x in 0..<size {
          let weight = inverse[line + x] * sky
          output[(y * size + x) * bands + band] = weight > 0 ? min(weight, 1) : 0
        }
      }
    }
  }
}
