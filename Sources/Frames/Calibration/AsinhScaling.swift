internal import Foundation
internal import Sky

/// The scaling of Pan-STARRS1's stacks: a pixel p stands for offset + softening · 2 sinh(p / a), a = 2.5 / ln 10.
///
/// See https://outerspace.stsci.edu/display/PANSTARRS/PS1+Stack+images#PS1Stackimages-Photometriccalibration
package struct AsinhScaling: Sendable {
  private let softening, offset: Double
  private static let a = 2.5 / log(10.0)

  /// nil where neither keyword is there.
  init?(_ headers: HeaderPair, softening: String, offset: String, path: String) throws(SurveyError)
  {
    let (soft, zero) = (headers.double(softening), headers.double(offset))
    guard soft != nil || zero != nil else { return nil }
    guard let soft, let zero, soft > 0, soft.isFinite, zero.isFinite else {
      throw SurveyError(
        "cannot calibrate \(path): its pixels are asinh-scaled, but \(softening) and \(offset) do not "
          + "both hold numbers, the first positive; fetch it again")
    }
    (self.softening, self.offset) = (soft, zero)
  }

  func linear(_ pixel: Float) -> Float {
    Float(offset + softening * 2 * sinh(Double(pixel) / Self.a))
  }
}
