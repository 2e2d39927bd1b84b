public import Sky
internal import Tensors

extension Stretch {
  /// Whether it treats every pixel alike wherever it lies, so that what was learned on cutouts holds for
  /// whole frames: only the sky and the noise of the frame decide (`asinh` and `linear`).
  public var servesFrames: Bool { (kind == .asinh || kind == .linear) && apodisation == 0 }

  /// Refuses a stretch that is made around one source at a time.
  ///
  /// - Parameter model: whose stretch it is, named in the error.
  public func requireFrames(of model: String) throws(SurveyError) {
    guard !servesFrames else { return }
    let what =
      apodisation > 0 && (kind == .asinh || kind == .linear)
      ? "\(kind.rawValue) with a rim that fades (apodisation \(apodisation))" : kind.rawValue
    throw SurveyError(
      "cannot see whole frames as \(model) does: its stretch is \(what), which is made around one source "
        + "at a time; pre-train a model with --stretch asinh")
  }

  /// Stretches pixels of a band in place, as those of a cutout are; missing pixels become sky, 0.
  ///
  /// - Parameters:
  ///   - noise: of the band's frame; above 0.
  ///   - sky: its level.
  package func apply(
    toRow row: UnsafeMutableBufferPointer<Float>, noise: Float, sky: Float
  ) {
    precondition(servesFrames, "a stretch for whole frames")
    switch kind {
    case .asinh:
      let factor = 1 / (softening * noise)
      Arrays.asinhStretch(
        UnsafeBufferPointer(row), scale: factor, shift: -sky * factor, factor: 1 / 3, into: row)
    default:
      let factor = 1 / noise
      for x in row.indices { row[x] = row[x].isFinite ? (row[x] - sky) * factor : 0 }
    }
  }
}
