import Networks
import Tensors

/// The smallest network that can be trained: pixels less their running mean, squeezed by one matrix
/// and spread again by another. Gradients by hand.
final class LinearNetwork: Trainable {
  let inputShape: [Int]
  let parameters: [Parameter]
  var state: [NamedTensor]
  /// Returned in place of the loss of this step, counted from 1.
  var brokenStep: Int?
  private(set) var steps = 0
  private let codes: Int

  init(_ shape: [Int] = [4, 4, 2], codes: Int = 3, seed: UInt64 = 5) {
    inputShape = shape
    self.codes = codes
    let pixels = shape.reduce(1, *)
    var numbers = RandomNumbers(seed: seed)
    func random(_ shape: [Int]) -> Tensor {
      Tensor((0..<shape.reduce(1, *)).map { _ in Float(numbers.normal()) * 0.3 }, shape: shape)
    }
    parameters = [
      Parameter(name: "squeeze", values: random([pixels, codes]), decays: true),
      Parameter(name: "spread", values: random([codes, pixels]), decays: true),
    ]
    state = [NamedTensor(name: "mean", values: Tensor(zeros: [pixels]))]
  }

  func restore(_ tensors: [String: Tensor]) throws(NetworkError) {
    for parameter in parameters { parameter.values = tensors[parameter.name] ?? parameter.values }
    state[0].values = tensors["mean"] ?? state[0].values
  }

  func step(_ input: Tensor, target: Tensor, weights: Tensor?) -> Double {
    steps += 1
    let (x, pixels) = (input.values, inputShape.reduce(1, *))
    let count = input.shape[0]
    var mean = state[0].values.values
    for pixel in 0..<pixels {
      let now = (0..<count).reduce(Float(0)) { $0 + x[$1 * pixels + pixel] } / Float(count)
      mean[pixel] += 0.1 * (now - mean[pixel])
    }
    state[0].values = Tensor(mean, shape: [pixels])
    return pass(input, target: target, learning: true)
  }

  func loss(_ input: Tensor, target: Tensor, weights: Tensor?) -> Double {
    pass(input, target: target, learning: false)
  }

  private func pass(_ input: Tensor, target: Tensor, learning: Bool) -> Double {
    let (x, t, mean) = (input.values, target.values, state[0].values.values)
    let (squeeze, spread) = (parameters[0].values.values, parameters[1].values.values)
    let (count, pixels) = (input.shape[0], inputShape.reduce(1, *))
    var (dSqueeze, dSpread) = (squeeze.map { _ in Float(0) }, spread.map { _ in Float(0) })
    var sum = 0.0
    let scale = 2 / Float(count * pixels)
    for image in 0..<count {
      let start = image * pixels
      var code = [Float](repeating: 0, count: codes)
      for p in 0..<pixels {
        for c in 0..<codes { code[c] += (x[start + p] - mean[p]) * squeeze[p * codes + c] }
      }
      var dCode = [Float](repeating: 0, count: codes)
      for p in 0..<pixels {
        var error = mean[p] - t[start + p]
        for c in 0..<codes { error += code[c] * spread[c * pixels + p] }
        sum += Double(error) * Double(error)
        for c in 0..<codes {
          dSpread[c * pixels + p] += scale * error * code[c]
          dCode[c] += scale * error * spread[c * pixels + p]
        }
      }
      for p in 0..<pixels {
        for c in 0..<codes { dSqueeze[p * codes + c] += (x[start + p] - mean[p]) * dCode[c] }
      }
    }
    if learning {
      parameters[0].gradient = Tensor(dSqueeze, shape: [pixels, codes])
      parameters[1].gradient = Tensor(dSpread, shape: [codes, pixels])
      if steps == brokenStep {
        state[0].values = Tensor([Float](repeating: .nan, count: pixels), shape: [pixels])
        return .nan
      }
    }
    return sum / Double(count * pixels)
  }

  /// Everything learned, for comparison bit by bit.
  var bits: [[UInt32]] {
    (parameters.map(\.values) + state.map(\.values)).map { $0.values.map(\.bitPattern) }
  }
}
