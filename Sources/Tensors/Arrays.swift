internal import CKernels

/// Loops over plain arrays that other modules lean on.
public enum Arrays {
  /// Big-endian 32-bit floats, as FITS files hold them, to native ones.
  public static func decode(
    bigEndian bytes: UnsafeRawBufferPointer, into out: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(bytes.count == 4 * out.count, "\(bytes.count) bytes are not \(out.count) floats")
    guard let from = bytes.baseAddress, let to = out.baseAddress else { return }
    kernels.swapBytes(out.count, from, to)
  }

  /// factor·asinh(scale·x + shift), in place or not; NaN becomes `missing`.
  public static func asinhStretch(
    _ x: UnsafeBufferPointer<Float>, scale: Float, shift: Float = 0, factor: Float,
    missing: Float = 0, into out: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(x.count == out.count, "\(x.count) values do not fit \(out.count)")
    guard let from = x.baseAddress, let to = out.baseAddress else { return }
    kernels.asinhStretch(out.count, from, scale, shift, factor, missing, to)
  }

  /// Adds factor·x to y.
  public static func add(
    _ x: UnsafeBufferPointer<Float>, times factor: Float,
    to y: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(x.count == y.count, "\(x.count) values do not fit \(y.count)")
    guard let from = x.baseAddress, let to = y.baseAddress else { return }
    kernels.add(y.count, factor, from, to)
  }

  /// Multiplies y by x, value by value.
  public static func multiply(
    _ x: UnsafeBufferPointer<Float>, into y: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(x.count == y.count, "\(x.count) values do not fit \(y.count)")
    guard let from = x.baseAddress, let to = y.baseAddress else { return }
    kernels.multiply(y.count, from, to)
  }

  /// Σ x, in double precision.
  public static func sum(_ x: UnsafeBufferPointer<Float>) -> Double {
    guard let from = x.baseAddress else { return 0 }
    return kernels.sum(x.count, from)
  }

  /// Σ x², in double precision.
  public static func sumOfSquares(_ x: UnsafeBufferPointer<Float>) -> Double {
    guard let from = x.baseAddress else { return 0 }
    return kernels.sumOfSquares(x.count, from)
  }

  /// Whether every value is a finite number.
  public static func areFinite(_ x: UnsafeBufferPointer<Float>) -> Bool {
    guard let from = x.baseAddress else { return true }
    return kernels.areFinite(x.count, from)
  }
}
