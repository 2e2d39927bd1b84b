internal import Clusters
internal import Tensors

/// How well probabilities did on the labelled sources of one field that were found.
public struct FieldEvaluation: Codable, Sendable, Equatable {
  public let field: String
  public let stars: Int
  public let galaxies: Int
  /// Nil, and null in JSON, where the field lacks a class.
  public let auc: Double?
  /// The share of sources on the right side of one half.
  public let accuracy: Double
  /// The sum of the probabilities: as many as `stars` where they are right for the field.
  public let expectedStars: Double
  /// The expected calibration error over ten bins of equal width (Naeini, Cooper & Hauskrecht 2015):
  /// the mean over the sources of how far the share of stars in their bin lies from its mean
  /// probability.
  public let calibrationError: Double
  /// What right probabilities would show: how far the number of stars would lie from their sum, and the calibration
  /// error by chance, both in the mean over draws of the labels from the probabilities; nil where an older version
  /// judged.
  public let chance: Chance?

  public struct Chance: Codable, Sendable, Equatable {
    /// The standard deviation of the number of stars.
    public let stars: Double
    public let calibrationError: Double

    enum CodingKeys: String, CodingKey {
      case stars
      case calibrationError = "calibration_error"
    }

    public init(stars: Double, calibrationError: Double) {
      (self.stars, self.calibrationError) = (stars, calibrationError)
    }
  }

  enum CodingKeys: String, CodingKey {
    case field, stars, galaxies, auc, accuracy, chance
    case expectedStars = "expected_stars"
    case calibrationError = "calibration_error"
  }

  public init(
    field: String, stars: Int, galaxies: Int, auc: Double?, accuracy: Double,
    expectedStars: Double, calibrationError: Double, chance: Chance? = nil
  ) {
    (self.field, self.stars, self.galaxies, self.auc) = (field, stars, galaxies, auc)
    (self.accuracy, self.expectedStars) = (accuracy, expectedStars)
    (self.calibrationError, self.chance) = (calibrationError, chance)
  }

  /// Every field by itself, in the order of the names.
  ///
  /// - Parameters:
  ///   - fields: of every label; nil for one without a source, which is left out.
  ///   - probabilities: of being a star; NaN where there is none, which is left out too.
  public static func all(
    fields: [String?], probabilities: [Double], stars: [Bool]
  ) -> [FieldEvaluation] {
    let known = fields.indices.filter { fields[$0] != nil && probabilities[$0].isFinite }
    return Dictionary(grouping: known, by: { fields[$0] ?? "" }).sorted { $0.key < $1.key }.map {
      field, labels in
      let (values, truth) = (labels.map { probabilities[$0] }, labels.map { stars[$0] })
      let found = truth.count { $0 }
      return FieldEvaluation(
        field: field, stars: found, galaxies: labels.count - found,
        auc: try? ROCCurve(scores: values, positives: truth).auc,
        accuracy: Clusters.accuracy(scores: values, positives: truth, threshold: 0.5),
        expectedStars: values.reduce(0, +), calibrationError: calibrationError(values, truth),
        chance: chance(values))
    }
  }

  /// Of 200 draws of stars from the probabilities, always the same.
  private static func chance(_ probabilities: [Double]) -> Chance {
    let draws = 200
    var numbers = RandomNumbers(seed: 1)
    let errors = (0..<draws).map { _ in
      calibrationError(probabilities, probabilities.map { numbers.uniform() < $0 })
    }
    let variance = probabilities.reduce(0) { $0 + $1 * (1 - $1) }
    return Chance(
      stars: max(0, variance).squareRoot(),
      calibrationError: errors.reduce(0, +) / Double(draws))
  }

  private static func calibrationError(_ probabilities: [Double], _ stars: [Bool]) -> Double {
    // Of every bin the sum of the probabilities less the stars.
    var distances = [Double](repeating: 0, count: 10)
    for (probability, isStar) in zip(probabilities, stars) {
      distances[min(max(Int(bounded: probability * 10), 0), 9)] += probability - (isStar ? 1 : 0)
    }
    return distances.reduce(0) { $0 + abs($1) } / Double(max(probabilities.count, 1))
  }

  /// Writes null, rather than nothing, for an area that does not exist.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(field, forKey: .field)
    try container.encode(stars, forKey: .stars)
    try container.encode(galaxies, forKey: .galaxies)
    try container.encode(auc, forKey: .auc)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(expectedStars, forKey: .expectedStars)
    try container.encode(calibrationError, forKey: .calibrationError)
    try container.encodeIfPresent(chance, forKey: .chance)
  }
}
