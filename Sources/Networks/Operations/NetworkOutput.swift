internal import Tensors

/// The end of a network without a loss: hands out what comes, and takes in the gradient with
/// respect to it.
final class NetworkOutput: @unchecked Sendable {
  private let link: Link
  private let pointwise: Pointwise
  /// Where the batch's numbers go, and where the gradient with respect to them lies.
  var output: UnsafeMutablePointer<Float>?
  var gradient: UnsafePointer<Float>?

  init(_ link: Link) {
    self.link = link
    pointwise = link.pointwise(as: link.shape)
  }

  func take(_ place: Place) {
    guard let output else { return }
    link.load(
      place, as: pointwise, into: output + place.image * link.count, row: pointwise.rowCount)
  }

  func give(_ place: Place) {
    guard let gradient else { return }
    link.gradient(place).update(from: gradient + place.image * link.count, count: link.count)
  }
}
