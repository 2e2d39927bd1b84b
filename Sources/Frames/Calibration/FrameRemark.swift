internal import Foundation
internal import Tensors

/// What a user should know of a frame that was read all the same.
public enum FrameRemark: Codable, Sendable, Equatable {
  /// Its header holds no zero point that is known.
  case noZeroPoint
  /// Its zero point is that of Vega's magnitudes, and nothing tells how far AB's are.
  case vegaZeroPoint
  /// Its zero point may be one of Vega's magnitudes: nothing says which.
  case systemUnstated
  /// Its header has another zero point than the one that is taken: both.
  case zeroPointsDisagree(String)
  /// By its zero point the noise of a pixel has that magnitude, which no telescope's has.
  case zeroPointImplausible(noise: Double)
  /// Its weights are no 1/σ²: they were multiplied by a factor, to fit the noise of the sky.
  case weightsScaled(by: Double)
  /// By its uncertainties the sky is so many times as noisy as it is.
  case uncertaintiesDisagree(ratio: Double)
  /// Its mask marks that share of the pixels.
  case maskMarksMost(share: Double)
  /// The header of its mask does not name the bits that the survey names.
  case maskBitsUnnamed
  /// That share of its pixels holds one value side by side, and counts as missing.
  case filled(share: Double)

  /// The remark without its numbers: what is told once for all bands and fields.
  public enum Kind: Sendable, Hashable, CaseIterable {
    case noZeroPoint, vegaZeroPoint, systemUnstated, zeroPointsDisagree, zeroPointImplausible
    case weightsScaled, uncertaintiesDisagree, maskMarksMost, maskBitsUnnamed, filled
  }

  public var kind: Kind {
    switch self {
    case .noZeroPoint: .noZeroPoint
    case .vegaZeroPoint: .vegaZeroPoint
    case .systemUnstated: .systemUnstated
    case .zeroPointsDisagree: .zeroPointsDisagree
    case .zeroPointImplausible: .zeroPointImplausible
    case .weightsScaled: .weightsScaled
    case .uncertaintiesDisagree: .uncertaintiesDisagree
    case .maskMarksMost: .maskMarksMost
    case .maskBitsUnnamed: .maskBitsUnnamed
    case .filled: .filled
    }
  }

  private var number: String {
    switch self {
    case .weightsScaled(let factor): String(format: "%.3g", factor)
    case .uncertaintiesDisagree(let ratio): String(format: "%.2g", ratio)
    case .maskMarksMost(let share), .filled(let share): "\(Int(bounded: (100 * share).rounded()))"
    case .zeroPointsDisagree(let both): both
    case .zeroPointImplausible(let noise): String(format: "%.0f", noise)
    case .noZeroPoint, .vegaZeroPoint, .systemUnstated, .maskBitsUnnamed: ""
    }
  }

  /// What remarks of one kind say of the bands of a field, in one sentence.
  public static func sentence(
    _ kind: Kind, of remarks: [(band: String, remark: FrameRemark)], field: String
  ) -> String {
    let bands = remarks.map(\.band).joined(separator: ", ")
    let name = "band\(remarks.count == 1 ? "" : "s") \(bands) of field \(field)"
    let all = remarks.map(\.remark.number)
    let numbers = Set(all).count == 1 ? all[0] : all.joined(separator: ", ")
    return switch kind {
    case .noZeroPoint:
      "no zero point is known for \(name): fluxes are in the units of the files, magnitudes relative "
        + "(22.5 for a flux of 1); say in a survey file which keyword holds it (--survey)"
    case .vegaZeroPoint:
      "the zero points of \(name) are those of Vega's magnitudes, and nothing tells how far AB's are: fluxes and "
        + "magnitudes are Vega's; say in a survey file what is to be added (--survey, light: Vega: "
        + "{\(remarks[0].band): 0.9})"
    case .systemUnstated:
      "the zero points of \(name) are taken for AB's, but nothing says that they are not Vega's, as is usual in such "
        + "bands; if they are, say so in a survey file (--survey, light: Vega: {\(remarks[0].band): 0.9})"
    case .zeroPointsDisagree:
      "the headers of \(name) hold several zero points, of which the first is taken (\(numbers)); say in a "
        + "survey file which is right (--survey)"
    case .zeroPointImplausible:
      "by the zero points of \(name) the noise of a pixel is of magnitude \(numbers), which no telescope's is; "
        + "check them (--explain)"
    case .weightsScaled:
      "the weights of \(name) are no inverse variances by the noise of the sky; they were multiplied by "
        + numbers
    case .uncertaintiesDisagree:
      "the uncertainties of \(name) say that the sky is \(numbers) times as noisy as it is; check "
        + "which planes they are and in what unit (--explain)"
    case .maskMarksMost:
      "the masks of \(name) mark \(numbers) % of the pixels; say in a survey file which of their bits "
        + "are bad (--survey)"
    case .maskBitsUnnamed:
      "the masks of \(name) name none of the bits that the survey names, so every pixel that is not 0 "
        + "counts as bad"
    case .filled:
      "\(numbers) % of the pixels of \(name) hold one and the same value side by side; they count as missing"
    }
  }
}
