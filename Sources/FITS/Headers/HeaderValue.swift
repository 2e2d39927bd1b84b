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

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .int(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}
