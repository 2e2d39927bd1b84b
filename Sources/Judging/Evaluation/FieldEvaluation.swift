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

  enum CodingKeys: String, CodingKey {
    case field, stars, galaxies, auc, accuracy
    case expectedStars = "expected_stars"
    case calibrationError = "calibration_error"
  }

  public init(
    field: String, stars: Int, galaxies: Int, auc: Double?, accuracy: Double,
    expectedStars: Double, calibrationError: Double
  ) {
    (self.field, self.stars, self.galaxies, self.auc) = (field, stars, galaxies, auc)
    (self.accuracy, self.expectedStars) = (accuracy, expectedStars)
    self.calibrationError = calibrationError
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
        expectedStars: values.reduce(0, +), calibrationError: calibrationError(values, truth))
    }
  }

  private static func calibrationError(_ probabilities: [Double], _ stars: [Bool]) -> Double {
    let bins = Dictionary(grouping: probabilities.indices) {
      min(max(Int(bounded: probabilities[$0] * 10), 0), 9)
    }
    let distances = bins.sorted { $0.key < $1.key }.map { _, rows in
      abs(rows.reduce(0) { $0 + probabilities[$1] } - Double(rows.count { stars[$0] }))
    }
    return distances.reduce(0, +) / Double(max(probabilities.count, 1))
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
  }
}
