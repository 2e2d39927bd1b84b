/// Which images a batch is to hold, and what for.
package struct BatchRequest: Sendable, Equatable {
  package enum Purpose: Sendable, Equatable { case training, validation }

  package let images: [Int]
  /// The epoch it is needed in, counted from 0.
  package let epoch: Int
  package let purpose: Purpose

  package init(_ images: [Int], epoch: Int, for purpose: Purpose) {
    self.images = images
    self.epoch = epoch
    self.purpose = purpose
  }
}
