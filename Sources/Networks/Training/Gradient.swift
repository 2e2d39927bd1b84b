internal import Tensors

/// The gradient of all weights seen as one long vector.
package struct Gradient {
  package let parameters: [Parameter]

  package init(_ parameters: [Parameter]) {
    self.parameters = parameters
  }

  /// Its Euclidean length. Sums are taken in float64 over eight lanes, in an order that never
  /// changes; not finite as soon as one component is not.
  package var norm: Double {
    let squares = parameters.map { parameter in
      parameter.gradient.withUnsafeValues(Self.sumOfSquares)
    }
    return squares.reduce(0, +).squareRoot()
  }

  /// Shortens the vector to `limit` if it is longer, keeping its direction.
  package func clip(to limit: Float, norm: Double) {
    guard norm > Double(limit) else { return }
    let factor = Float(Double(limit) / norm)
    for parameter in parameters {
      parameter.gradient.withUnsafeMutableValues { values in
        for i in values.indices { values[i] *= factor }
      }
    }
  }

  private static func sumOfSquares(_ values: UnsafeBufferPointer<Float>) -> Double {
    var lanes = SIMD8<Double>.zero
    let whole = values.count & ~7
    let bytes = UnsafeRawBufferPointer(values)
    for start in stride(from: 0, to: whole, by: 8) {
      let eight = bytes.loadUnaligned(fromByteOffset: 4 * start, as: SIMD8<Float>.self)
      let wide = SIMD8<Double>(eight)
      lanes += wide * wide
    }
    var sum = lanes.sum()
    for i in whole..<values.count { sum += Double(values[i]) * Double(values[i]) }
    return sum
  }
}
