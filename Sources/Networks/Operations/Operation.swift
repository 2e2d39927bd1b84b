internal import Tensors

/// A linear layer between two links: how it goes forward and how it goes back stand side by side.
protocol Operation: AnyObject, Sendable {
  var name: String { get }
  /// What it reads first, or alone.
  var input: Link { get }
  /// All it reads, and whether anything before has weights to learn, so that the gradient has to go on.
  var inputs: [(link: Link, learnsBefore: Bool)] { get }
  var output: Link { get }
  var parameters: [Parameter] { get }
  /// Whether anything before its `input` has weights to learn.
  var learnsBefore: Bool { get }
  /// Whether neither its weights nor its output's normalisation learn.
  var isFrozen: Bool { get }
  /// Multiply-adds of one image, forward.
  var multiplyAdds: Int { get }

  /// Makes ready after a change of the weights, for inference or for both directions.
  func prepare(training: Bool)
}

extension Operation {
  var inputs: [(link: Link, learnsBefore: Bool)] { [(input, learnsBefore)] }
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
  func finish(images: Int, team: Team)
}

extension ImageOperation {
  func begin(_ chunk: Int) {}
  func learn(_ place: Place) {}
  func finish(images: Int, team: Team) {}
}
