/// Mean, spread, skewness and kurtosis of numbers that may arrive in parts.
///
/// Parts are merged without losing digits (Pébay 2008, SAND2008-6212). Numbers that are not finite
/// are left out and counted.
public struct Moments: Sendable, Equatable {
  /// How many finite numbers there were.
  public private(set) var count = 0
  /// How many were NaN or infinite.
  public private(set) var skipped = 0
  public private(set) var minimum = Double.infinity
  public private(set) var maximum = -Double.infinity
  /// Zero where there are no numbers.
  public private(set) var mean = 0.0
  /// Sums of the second, third and fourth powers of the differences from the mean.
  private var m2 = 0.0
  private var m3 = 0.0
  private var m4 = 0.0

  public init() {}

  public init(_ values: some Collection<Float>) {
    self.init(of: values) { Double($0) }
  }

  public init(_ values: some Collection<Double>) {
    self.init(of: values) { $0 }
  }

  /// The standard deviation of the population (divided by the count).
  public var spread: Double { count > 0 ? (m2 / Double(count)).squareRoot() : 0 }

  /// The third standardised moment; zero for symmetric or constant numbers.
  public var skewness: Double {
    m2 > 0 ? m3 / Double(count) / (spread * spread * spread) : 0
  }

  /// The excess over a normal distribution's fourth standardised moment; zero for constants.
  public var kurtosis: Double {
    m2 > 0 ? m4 * Double(count) / (m2 * m2) - 3 : 0
  }

  /// Takes in what another part measured.
  public mutating func merge(_ other: Moments) {
    skipped += other.skipped
    guard other.count > 0 else { return }
    let (a, b) = (Double(count), Double(other.count))
    let n = a + b
    let delta = other.mean - mean
    let term = delta * delta * a * b / n
    m4 +=
      other.m4 + term * delta * delta * (a * a - a * b + b * b) / (n * n)
      + 6 * delta * delta * (a * a * other.m2 + b * b * m2) / (n * n)
      + 4 * delta * (a * other.m3 - b * m3) / n
    m3 += other.m3 + term * delta * (a - b) / n + 3 * delta * (a * other.m2 - b * m2) / n
    m2 += other.m2 + term
    mean += delta * b / n
    count += other.count
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// In two passes over blocks, merged in order.
  private init<Values: Collection>(of values: Values, _ double: (Values.Element) -> Double) {
    var block: [Double] = []
    block.reserveCapacity(4096)
    for element in values {
      let value = double(element)
      if value.isFinite { block.append(value) } else { skipped += 1 }
      if block.count == 4096 {
        merge(Moments(block: block))
        block.removeAll(keepingCapacity: true)
      }
    }
    merge(Moments(block: block))
  }

  private init(block: [Double]) {
    guard !block.isEmpty else { return }
    count = block.count
    mean = block.reduce(0, +) / Double(count)
    for value in block {
      let difference = value - mean
      let square = difference * difference
      m2 += square
      m3 += square * difference
      m4 += square * square
      minimum = min(minimum, value)
      maximum = max(maximum, value)
    }
  }
}
