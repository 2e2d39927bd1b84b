internal import Tensors

/// A linear layer between two links: how it goes forward and how it goes back stand side by side.
protocol Operation: AnyObject, Sendable {
  var name: String { get }
  var input: Link { get }
  var output: Link { get }
  var parameters: [Parameter] { get }
  /// Whether anything before it has weights to learn, so that the gradient has to go on.
  var learnsBefore: Bool { get }
  /// Multiply-adds of one image, forward.
  var multiplyAdds: Int { get }

  /// Makes ready after a change of the weights, for inference or for both directions.
  func prepare(training: Bool)
}

/// An operation that does one image after the other.
protocol ImageOperation: Operation {
  func forward(_ place: Place)
  /// Leaves the gradient with respect to the input link's numbers there, if anything before it
  /// learns.
  func propagate(_ place: Place)
  /// Clears the chunk's sums before `learn`.
  func begin(_ chunk: Int)
  /// Adds to the chunk's weight gradient, of the image that was propagated last.
  func learn(_ place: Place)
  /// Adds up the weight gradients of all chunks.
  func finish(workers: Workers)
}

extension ImageOperation {
  func begin(_ chunk: Int) {}
  func learn(_ place: Place) {}
  func finish(workers: Workers) {}
}
