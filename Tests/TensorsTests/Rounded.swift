import Foundation

/// A number that single precision has rounded on its way: what a formula gives in double precision,
/// and how far arithmetic in single precision may end from there.
///
/// The running error analysis of Higham (2002, "Accuracy and Stability of Numerical Algorithms", chapters 2–4):
/// an operation keeps the errors of its operands, to first order and above, and adds the half unit
/// in the last place of its own rounding. A fused multiply-add rounds once less and stays inside.
/// Beyond the largest float lies infinity, as the processor has it.
struct Rounded {
  /// Half a unit in the last place of 1, and of what lies below the smallest normal number.
  static let half = 0x1p-24
  static let least = 0x1p-150

  let value: Double
  let error: Double

  init(_ exact: Float) { (value, error) = (Double(exact), 0) }

  /// - Parameters:
  ///   - inherited: the error of the operands, at this place.
  ///   - halves: how many half units in the last place the operation itself is off by at most; one
  ///     that rounds correctly is not off where the result is a float.
  init(_ value: Double, inherited: Double = 0, halves: Double = 1) {
    let isExact = inherited == 0 && halves == 1 && Double(Float(value)) == value
    let error = isExact ? 0 : inherited + halves * (Self.half * abs(value) + Self.least)
    let overflows = abs(value) - error >= Double(Float.greatestFiniteMagnitude) * (1 + Self.half)
    self.value = overflows ? (value < 0 ? -.infinity : .infinity) : value
    self.error = overflows || !value.isFinite ? 0 : error
  }

  /// A sum in any order, of single precision or (with a smaller half unit) of double precision.
  init(sum terms: [Rounded], half: Double = Self.half) {
    let roundings = Double(max(terms.count - 1, 0)) * half
    let gamma = roundings / (1 - roundings)
    let value = terms.reduce(0) { $0 + $1.value }
    let error = terms.reduce(0) { $0 + $1.error + gamma * (abs($1.value) + $1.error) }
    self.value = value
    self.error = value.isFinite ? error : 0
  }

  func admits(_ found: Double) -> Bool {
    if value.isNaN { return found.isNaN }
    if value.isInfinite { return found == value }
    if abs(value) + error > Double(Float.greatestFiniteMagnitude), found.isInfinite {
      return (found < 0) == (value < 0)
    }
    return abs(found - value) <= error
  }

  func admits(_ found: Float) -> Bool { admits(Double(found)) }

  /// The first place where a number is not what it may be, in words; nil where there is none.
  static func firstMiss<Number: BinaryFloatingPoint>(
    _ wanted: [Rounded], _ found: [Number]
  ) -> String? {
    guard wanted.count == found.count else { return "\(found.count), not \(wanted.count)" }
    return found.indices.first { !wanted[$0].admits(Double(found[$0])) }.map {
      "number \($0) is \(found[$0]), not \(wanted[$0].value) ± \(wanted[$0].error)"
    }
  }
}

extension Rounded {
  static func + (a: Rounded, b: Rounded) -> Rounded {
    Rounded(a.value + b.value, inherited: a.error + b.error)
  }

  static func - (a: Rounded, b: Rounded) -> Rounded {
    Rounded(a.value - b.value, inherited: a.error + b.error)
  }

  static prefix func - (a: Rounded) -> Rounded { Rounded(-a.value, inherited: a.error, halves: 0) }

  static func * (a: Rounded, b: Rounded) -> Rounded {
    let product = a.value * b.value
    guard product.isFinite else { return Rounded(product) }
    return Rounded(
      product,
      inherited: abs(a.value) * b.error + abs(b.value) * a.error + a.error * b.error)
  }

  static func / (a: Rounded, b: Rounded) -> Rounded {
    let quotient = a.value / b.value
    guard quotient.isFinite, b.value.isFinite else { return Rounded(quotient) }
    return Rounded(
      quotient, inherited: (a.error + abs(quotient) * b.error) / max(abs(b.value) - b.error, 0))
  }

  func squareRoot() -> Rounded {
    let root = value.squareRoot()
    guard error > 0 else { return Rounded(root) }
    return Rounded(root, inherited: min(error / root, error.squareRoot()))
  }

  var magnitude: Rounded { Rounded(abs(value), inherited: error, halves: 0) }

  /// C libraries' exponentials and logarithms are off by a unit in the last place at most, log(1 +
  /// x) and the hyperbolic tangent by two (GNU C Library manual, "Errors in Math Functions").
  static func exp(_ x: Rounded) -> Rounded {
    let value = Foundation.exp(x.value)
    let inherited = x.error == 0 ? 0 : Foundation.exp(x.value + x.error) - value
    return Rounded(value, inherited: inherited, halves: 2)
  }

  static func log(_ x: Rounded) -> Rounded {
    Rounded(Foundation.log(x.value), inherited: x.error / (x.value - x.error), halves: 2)
  }

  static func log1p(_ x: Rounded) -> Rounded {
    Rounded(Foundation.log1p(x.value), inherited: x.error / (1 + x.value - x.error), halves: 4)
  }

  static func tanh(_ x: Rounded) -> Rounded {
    let steepest = min(1, 4 * Foundation.exp(-2 * (abs(x.value) - x.error)))
    return Rounded(
      Foundation.tanh(x.value), inherited: x.error == 0 ? 0 : steepest * x.error, halves: 4)
  }
}
