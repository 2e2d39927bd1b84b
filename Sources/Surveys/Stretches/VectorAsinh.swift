extension SIMD8<Float> {
  /// asinh(x) / 3 of every lane, within 4·10⁻⁷ of the exact value for |asinh x| < 20.
  ///
  /// Made of plain additions, products and square roots, so that the same bits come out on every
  /// machine, and eight at a time, which the mathematical library is not.
  @inline(__always)
  var asinhThird: SIMD8<Float> {
    let limit = SIMD8<Float>(repeating: 1e18)
    let negative = self .< 0
    let size = replacing(with: -self, where: negative).clamped(lowerBound: .zero, upperBound: limit)
    let result = (size + (size * size + 1).squareRoot()).logarithm * (1 / 3)
    return result.replacing(with: -result, where: negative)
  }

  /// The natural logarithm of lanes ≥ 1 (the polynomial of Moshier's Cephes `logf`).
  @inline(__always)
  private var logarithm: SIMD8<Float> {
    let bits = unsafeBitCast(self, to: SIMD8<Int32>.self)
    // x = m · 2^e with m in √½ ..< √2.
    let shifted = bits &- 0x3F35_04F3
    let exponent = SIMD8<Float>(shifted &>> 23)
    let mantissa = unsafeBitCast(
      (shifted & 0x007F_FFFF) &+ 0x3F35_04F3, to: SIMD8<Float>.self)
    let f = mantissa - 1
    let square = f * f
    var p = f * 7.0376836292e-2 - 1.1514610310e-1
    p = p * f + 1.1676998740e-1
    p = p * f - 1.2420140846e-1
    p = p * f + 1.4249322787e-1
    p = p * f - 1.6668057665e-1
    p = p * f + 2.0000714765e-1
    p = p * f - 2.4999993993e-1
    p = p * f + 3.3333331174e-1
    let tail = p * f * square + exponent * -2.12194440e-4 - square * 0.5
    return f + tail + exponent * 0.693359375
  }
}
