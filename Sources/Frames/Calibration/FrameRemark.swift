internal import Foundation

/// What a user should know of a frame that was read all the same.
public enum FrameRemark: Sendable, Equatable {
  /// Its header holds no zero point that is known.
  case noZeroPoint
  /// Its weights are no 1/σ²: they were multiplied by a factor, to fit the noise of the sky.
  case weightsScaled(by: Double)
  /// By its uncertainties the sky is so many times as noisy as it is.
  case uncertaintiesDisagree(ratio: Double)
  /// Its mask marks that share of the pixels.
  case maskMarksMost(share: Double)
  /// The header of its mask does not name the bits that the survey names.
  case maskBitsUnnamed

  /// In one sentence.
  public func sentence(band: String, field: String) -> String {
    let name = "band \(band) of field \(field)"
    return switch self {
    case .noZeroPoint:
      "no zero point is known for \(name), so its fluxes are in units of its file and its magnitudes "
        + "relative (22.5 for a flux of 1); name the keyword in a survey file (--survey)"
    case .weightsScaled(let factor):
      "the weights of \(name) are no inverse variances by the noise of its sky; they were multiplied by "
        + String(format: "%.3g", factor)
    case .uncertaintiesDisagree(let ratio):
      "the uncertainties of \(name) say that its sky is \(String(format: "%.2g", ratio)) times as noisy "
        + "as it is; check which plane they are and in what unit (--explain)"
    case .maskMarksMost(let share):
      "the mask of \(name) marks \(Int((100 * share).rounded())) % of its pixels; say in a survey file "
        + "which of its bits are bad (--survey)"
    case .maskBitsUnnamed:
      "the mask of \(name) names none of its survey's bits, so every pixel that is not 0 counts as bad"
    }
  }
}
