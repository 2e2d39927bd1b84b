internal import Foundation

/// A page of the web that shows a piece of sky to whoever opens it.
public struct SkyViewer: Sendable, Equatable, Encodable {
  public let name: String
  /// Its address, with {ra} and {dec} where degrees belong.
  public let address: String

  public static let all = [
    SkyViewer(
      name: "SkyServer",
      address: "https://skyserver.sdss.org/dr18/VisualTools/navi?ra={ra}&dec={dec}&scale=0.2"),
    SkyViewer(
      name: "Legacy Surveys",
      address: "https://www.legacysurvey.org/viewer?ra={ra}&dec={dec}&zoom=16"),
    SkyViewer(
      name: "Aladin",
      address: "https://aladin.cds.unistra.fr/AladinLite/?target={ra}%20{dec}&fov=0.03"),
  ]

  /// The address of a place; nil where there is no such place.
  public func address(of position: SkyPosition) -> String? {
    guard position.ra.isFinite, position.dec.isFinite else { return nil }
    return address.replacing("{ra}", with: String(format: "%.6f", position.ra))
      .replacing("{dec}", with: String(format: "%.6f", position.dec))
  }
}
