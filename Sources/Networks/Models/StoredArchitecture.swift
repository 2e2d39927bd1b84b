internal import Tensors

extension Architecture {
  /// Refuses what no file of this size can hold the weights of, before any memory is asked for:
  /// the architecture in a file is as little to be trusted as the rest of it.
  func requireRoom(in file: SafetensorsFile) throws(NetworkError) {
    do throws(NetworkError) {
      guard layers.allSatisfy(\.isReasonable) else {
        throw NetworkError("a layer is larger than any network needs")
      }
      try validate()
      try requireModestImages()
    } catch {
      throw NetworkError(
        "cannot read \(file.path): its architecture is impossible; \(error.description)")
    }
    let held = file.names.reduce(0) { $0 + (file.shape(of: $1)?.reduce(1, *) ?? 0) }
    guard try hasFewerWeights(than: held) else {
      throw NetworkError(
        "cannot read \(file.path): its architecture does not fit its weights; it needs more than "
          + "the \(held) numbers the file holds")
    }
  }

  /// A network keeps buffers of the size of its layers' images; 2²⁴ values are 4096×4096 pixels.
  private func requireModestImages() throws(NetworkError) {
    var trace = ShapeTrace(input: inputShape)
    for (place, layer) in sections.placed {
      let shape = trace.shape
      let next = try trace.take(layer, at: place)
      guard max(shape.reduce(1, *), next.reduce(1, *)) <= 1 << 24 else {
        throw NetworkError("images of \(shape) become \(next), more than 2²⁴ numbers")
      }
    }
  }

  /// Whether kernels and matrices alone come to no more than `limit` numbers.
  private func hasFewerWeights(than limit: Int) throws(NetworkError) -> Bool {
    var (trace, sum) = (ShapeTrace(input: inputShape), 0)
    for (place, layer) in sections.placed {
      let shape = trace.shape
      try trace.take(layer, at: place)
      switch layer {
      case .convolution(let channels, let kernel, _, _),
        .transposedConvolution(let channels, let kernel, _, _):
        sum += kernel * kernel * shape[2] * channels
      case .dense(let units): sum += shape.reduce(1, *) * units
      default: break
      }
      guard sum <= limit else { return false }
    }
    return true
  }
}

extension Layer {
  /// Small enough for products of its numbers to be taken.
  fileprivate var isReasonable: Bool {
    let largest = 1 << 20
    return switch self {
    case .convolution(let channels, _, _, _), .transposedConvolution(let channels, _, _, _):
      channels <= largest
    case .dense(let units): units <= largest
    case .reshape(let shape): shape.count <= 3 && shape.allSatisfy { $0 <= largest }
    default: true
    }
  }
}
