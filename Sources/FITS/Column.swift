/// One column of a table.
public struct Column: Sendable, Equatable {
  public var name: String
  /// TUNIT: "deg", "nanomaggy", …
  public var unit: String?
  /// TUCD: what the numbers mean to the Virtual Observatory ("pos.eq.ra;meta.main").
  public var ucd: String?
  /// TCOMM: a sentence for people.
  public var description: String?
  /// TDISP: how a program should print it ("F10.6").
  public var display: String?
  public var values: Values

  public init(
    name: String, unit: String? = nil, ucd: String? = nil, description: String? = nil,
    display: String? = nil, values: Values
  ) {
    self.name = name
    self.unit = unit
    self.ucd = ucd
    self.description = description
    self.display = display
    self.values = values
  }

  /// The numbers, flags or texts of a column, a row after the other; the wide ones hold `width`
  /// numbers a row.
  public enum Values: Sendable, Equatable {
    case bool([Bool])
    case int16([Int16])
    case int32([Int32])
    case int64([Int64])
    case float([Float])
    case double([Double])
    case string([String])
    case integers(width: Int, [Int64])
    case floats(width: Int, [Float])
    case doubles(width: Int, [Double])
  }
}

extension Column.Values {
  /// Numbers a row: 1, or the width of a wide column.
  public var width: Int {
    switch self {
    case .integers(let width, _), .floats(let width, _), .doubles(let width, _): width
    default: 1
    }
  }

  public var rowCount: Int {
    switch self {
    case .bool(let values): values.count
    case .int16(let values): values.count
    case .int32(let values): values.count
    case .int64(let values): values.count
    case .float(let values): values.count
    case .double(let values): values.count
    case .string(let values): values.count
    case .integers(let width, let values): values.count / max(1, width)
    case .floats(let width, let values): values.count / max(1, width)
    case .doubles(let width, let values): values.count / max(1, width)
    }
  }
}

extension Column {
  /// Any numbers as Double, wide columns row by row; nil for texts and flags.
  public var doubles: [Double]? {
    switch values {
    case .int16(let values): values.map(Double.init)
    case .int32(let values): values.map(Double.init)
    case .int64(let values), .integers(_, let values): values.map(Double.init)
    case .float(let values), .floats(_, let values): values.map(Double.init)
    case .double(let values), .doubles(_, let values): values
    case .bool, .string: nil
    }
  }

  /// Any numbers as Float, wide columns row by row; nil for texts and flags.
  public var floats: [Float]? {
    switch values {
    case .float(let values), .floats(_, let values): values
    default: doubles?.map(Float.init)
    }
  }

  /// Whole numbers; nil for anything else.
  public var ints: [Int]? {
    switch values {
    case .int16(let values): values.map(Int.init)
    case .int32(let values): values.map(Int.init)
    case .int64(let values), .integers(_, let values): values.map(Int.init)
    default: nil
    }
  }

  public var strings: [String]? {
    if case .string(let values) = values { values } else { nil }
  }

  public var bools: [Bool]? {
    if case .bool(let values) = values { values } else { nil }
  }
}

extension Column.Values {
  /// Those of some rows, in the order asked for.
  public func rows(_ rows: some Collection<Int>) -> Column.Values {
    func picked<Value>(_ values: [Value], _ width: Int = 1) -> [Value] {
      rows.flatMap { values[$0 * width..<($0 + 1) * width] }
    }
    return switch self {
    case .bool(let values): .bool(picked(values))
    case .int16(let values): .int16(picked(values))
    case .int32(let values): .int32(picked(values))
    case .int64(let values): .int64(picked(values))
    case .float(let values): .float(picked(values))
    case .double(let values): .double(picked(values))
    case .string(let values): .string(picked(values))
    case .integers(let width, let values): .integers(width: width, picked(values, width))
    case .floats(let width, let values): .floats(width: width, picked(values, width))
    case .doubles(let width, let values): .doubles(width: width, picked(values, width))
    }
  }
}
