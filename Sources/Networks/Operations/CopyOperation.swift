internal import Tensors

/// No operation: it only puts down the numbers of one link as the raw numbers of another, where two
/// activations follow each other or an image changes its shape.
final class CopyOperation: ImageOperation, @unchecked Sendable {
  let name: String
  let input: Link, output: Link
  let learnsBefore: Bool
  let isFrozen: Bool
  private let inputPointwise: Pointwise, outputPointwise: Pointwise

  init(name: String, input: Link, output: Link, learnsBefore: Bool, isFrozen: Bool) {
    (self.name, self.input, self.output) = (name, input, output)
    (self.learnsBefore, self.isFrozen) = (learnsBefore, isFrozen)
    inputPointwise = input.pointwise(as: input.shape)
    outputPointwise = output.pointwise(as: output.shape)
  }

  var parameters: [Parameter] { [] }
  var multiplyAdds: Int { 0 }

  func prepare(training: Bool) {}

  func forward(_ place: Place) {
    input.load(
      place, as: inputPointwise, into: output.raw(place), row: inputPointwise.rowCount)
    output.collect(place)
  }

  func propagate(_ place: Place) {
    guard learnsBefore else { return }
    input.takeGradient(place, of: self) {
      output.loadGradient(place, as: outputPointwise, into: $0, row: outputPointwise.rowCount)
    }
  }
}
