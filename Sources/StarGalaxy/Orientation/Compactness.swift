public import Clusters

/// How compact every source looks on its own pixels, and how sure that is: all that the label-free
/// orientation knows of a source beside its codes.
public struct Compactness: Sendable {
  /// Concentration over that of the frame's stars: stars scatter around 1, galaxies lie below.
  /// Not finite where it could not be measured.
  public let values: [Double]
  /// Standard errors of the values.
  public let errors: [Double]
  /// Our own magnitudes; not finite where unknown.
  public let magnitudes: [Double]
  /// The number of the field that each source is of, from 0, in the order of their first sources.
  public let fields: [Int]
  /// How many fields there are.
  public let fieldCount: Int

  /// - Parameter fields: the name of each source's field; nil for sources of one field.
  public init(
    values: [Double], errors: [Double], magnitudes: [Double], fields: [String]? = nil
  ) throws(ClustersError) {
    guard values.count == errors.count, values.count == magnitudes.count,
      fields.map({ $0.count == values.count }) ?? true
    else {
      throw ClustersError(
        "cannot orient the clusters: \(values.count) compactness values, \(errors.count) errors "
          + "and \(magnitudes.count) magnitudes; give one of each for every source")
    }
    self.init(
      values: values, errors: errors, magnitudes: magnitudes,
      numbering: fields ?? [String](repeating: "", count: values.count))
  }

  /// That of some of the sources, whose fields are numbered anew.
  func rows(_ rows: some Collection<Int>) -> Compactness {
    Compactness(
      values: rows.map { values[$0] }, errors: rows.map { errors[$0] },
      magnitudes: rows.map { magnitudes[$0] }, numbering: rows.map { fields[$0] })
  }

  private init(values: [Double], errors: [Double], magnitudes: [Double], numbering: [some Hashable])
  {
    (self.values, self.errors, self.magnitudes) = (values, errors, magnitudes)
    (fields, fieldCount) = Self.numbers(of: numbering)
  }

  /// The number of every name, from 0 in the order of their first appearance, and how many there are.
  private static func numbers<Name: Hashable>(of names: [Name]) -> (all: [Int], count: Int) {
    var numbers: [Name: Int] = [:]
    let all = names.map { name in
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
    return (all, max(numbers.count, 1))
  }

  public var count: Int { values.count }

  /// The sources of every field.
  var members: [[Int]] {
    var members = [[Int]](repeating: [], count: fieldCount)
    for (source, field) in fields.enumerated() { members[field].append(source) }
    return members
  }

  /// Whether the source has a compactness and an error that mean something.
  func isMeasured(_ source: Int) -> Bool {
    values[source].isFinite && errors[source].isFinite && errors[source] >= 0
  }

  /// The value, kept within what a detection can have.
  func bounded(_ source: Int) -> Double { min(max(values[source], 0.1), 1.6) }

  /// The error with the floor that the ridge's own width sets.
  func error(_ source: Int) -> Double {
    (errors[source] * errors[source] + Self.ridgeWidth * Self.ridgeWidth).squareRoot()
  }

  /// The part of the error that the sky's noise makes.
  func noise(_ source: Int) -> Double {
    max(0, errors[source] * errors[source] - Self.ridgeWidth * Self.ridgeWidth).squareRoot()
  }

  /// How much the compactness of stars scatters however bright they are.
  static let ridgeWidth = 0.012
}
