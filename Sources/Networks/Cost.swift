extension Architecture {
  /// The multiply-adds of the forward pass of one image: every weight product of convolutions,
  /// transposed convolutions and dense layers, zeros of the border included.
  public var forwardMultiplyAdds: Int { cappedSum(products) }

  /// Those of a training step of one image: forward, weight gradients, and gradients of every
  /// layer's input but the first one's, which nobody needs.
  public var trainingMultiplyAdds: Int {
    let forward = products
    return cappedSum(forward + forward + forward.drop { $0 == 0 }.dropFirst())
  }

  /// Of every layer; a number too large to be counted is the largest one there is.
  private var products: [Int] {
    var trace = ShapeTrace(input: inputShape)
    return sections.placed.map { place, layer in
      let input = trace.shape
      let shape = (try? trace.take(layer, at: place)) ?? input
      return switch layer {
      case .convolution(_, let kernel, _, _):
        cappedProduct(shape + [kernel, kernel, input.last ?? 1])
      case .transposedConvolution(let channels, let kernel, _, _):
        cappedProduct(input + [kernel, kernel, channels])
      case .dense(let units): cappedProduct(input + [units])
      default: 0
      }
    }
  }

  private func cappedSum(_ counts: [Int]) -> Int {
    counts.reduce(0) { sum, count in
      let (result, overflow) = sum.addingReportingOverflow(count)
      return overflow ? .max : result
    }
  }
}
