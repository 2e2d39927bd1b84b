internal import Tensors

/// The order in which one epoch goes through the training images: a fresh shuffle, cut in batches.
///
/// The shuffle depends on the seed and the epoch's number alone, so that a resumed training finds
/// its place again without having stored the order.
package struct Epoch: Sendable, Equatable {
  /// The images of every step, in order.
  package let batches: [[Int]]

  /// - Parameter number: counts from 0.
  package init(_ number: Int, of images: [Int], batchSize: Int, seed: UInt64) {
    var numbers = RandomNumbers.stream(UInt64(number) + 1, seed: seed)
    let order = numbers.permutation(of: images.count).map { images[$0] }
    let (steps, size) = Self.division(of: images.count, batchSize: batchSize)
    batches = (0..<steps).map { step in
      Array(order[(step * size)..<min((step + 1) * size, order.count)])
    }
  }

  /// How many steps an epoch over `count` images has, and the size of a full batch.
  ///
  /// A batch never exceeds the data set; a remainder of at least half a batch is a step of its own,
  /// a smaller one (whose gradient would be noisier than the others) waits for another shuffle.
  package static func division(of count: Int, batchSize: Int) -> (steps: Int, size: Int) {
    let size = min(batchSize, count)
    let rest = count % size
    return (count / size + (rest > 1 && 2 * rest >= size ? 1 : 0), size)
  }
}
