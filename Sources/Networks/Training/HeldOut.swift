internal import Tensors

/// Which images are trained on and which are held out for validation, chosen by the seed.
public struct HeldOut: Sendable, Equatable {
  /// The images that are trained on, ascending.
  public let training: [Int]
  /// The images that are only ever validated with, ascending.
  public let validation: [Int]

  /// - Parameter fraction: the part of the `count` images that is held out: at least one image,
  ///   and at least two remain, the fewest that batch normalisation has a variance for. With 0 nothing is
  ///   held out: what is trained on is validated with, too.
  public init(_ count: Int, fraction: Double, seed: UInt64) throws(NetworkError) {
    guard fraction > 0 else {
      guard count >= 2 else {
        throw NetworkError("cannot train on \(count) images: at least 2 are needed")
      }
      (training, validation) = (Array(0..<count), Array(0..<count))
      return
    }
    guard count >= 3 else {
      throw NetworkError(
        "cannot train on \(count) \(count == 1 ? "image" : "images"): at least 3 are needed, 2 to "
          + "train on and 1 to validate with")
    }
    var numbers = RandomNumbers.stream(0, seed: seed)
    let order = numbers.permutation(of: count)
    let held = min(max(Int((Double(count) * fraction).rounded()), 1), count - 2)
    validation = order[..<held].sorted()
    training = order[held...].sorted()
  }
}
