/// What a FITS keyword says.
public enum HeaderValue: Sendable, Equatable {
  /// Text without its trailing blanks, which FITS holds to be meaningless.
  case string(String)
  case int(Int)
  case double(Double)
  case bool(Bool)
  /// A keyword with nothing after its equals sign.
  case undefined
  /// A value kept as it stands in the file: a complex number, a huge integer, something malformed.
  case raw(String)
}

extension HeaderValue {
  /// A number; whole ones count, also those that Int cannot hold.
  var number: Double? {
    switch self {
    case .double(let number): number
    case .int(let number): Double(number)
    case .raw(let digits) where digits.utf8.allSatisfy { (0x30...0x39).contains($0) }:
      Double(digits)
    default: nil
    }
  }

  /// A whole number; one written with a point ("2000.00") counts.
  var whole: Int? {
    switch self {
    case .int(let number): number
    case .double(let number): Int(exactly: number)
    default: nil
    }
  }
}

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .int(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}
