extension Architecture {
  /// The multiply-adds of the forward pass of one image: every weight product of convolutions,
  /// transposed convolutions and dense layers, zeros of the border included.
  public var forwardMultiplyAdds: Int {
    products.reduce(0, +)
  }

  /// Those of a training step of one image: forward, weight gradients, and gradients of every
  /// layer's input but the first one's, which nobody needs.
  public var trainingMultiplyAdds: Int {
    3 * forwardMultiplyAdds - (products.first { $0 > 0 } ?? 0)
  }

  private var products: [Int] {
    var shape = inputShape
    return layers.map { layer in
      let input = shape
      shape = (try? layer.shape(after: shape, at: "")) ?? shape
      switch layer {
      case .convolution(_, let kernel, _):
        return shape.reduce(1, *) * kernel * kernel * (input.last ?? 1)
      case .transposedConvolution(let channels, let kernel, _):
        return input.reduce(1, *) * kernel * kernel * channels
      case .dense(let units): return input.reduce(1, *) * units
      default: return 0
      }
    }
  }
}
