internal import Console
internal import Foundation

/// What is known of one model, or of several that differ in nothing but their seeds.
package struct ComparedModel: Codable, Sendable, Equatable {
  /// The model's file, without its ending.
  package var model: String
  package var variant: String
  package var units: Int
  package var weights: Int
  /// The models that are averaged here.
  package var seeds: Int
  /// The mean squared error of a value over the set, and its standard deviation over the seeds.
  package var error: Double, errorSpread: Double?
  /// The share of images that few labels classify right, and its spread over draws (or seeds).
  package var accuracy: Double?, accuracySpread: Double?
  package var labels: Int?
  /// The area under the ROC curve, and its spread over the seeds.
  package var auc: Double?, aucSpread: Double?
  package var codes: CodeStatistics
  package var isLinear: Bool

  package init(
    model: String, variant: String, units: Int, weights: Int, seeds: Int = 1, error: Double,
    codes: CodeStatistics, isLinear: Bool
  ) {
    (self.model, self.variant, self.units, self.weights) = (model, variant, units, weights)
    (self.seeds, self.error, self.codes, self.isLinear) = (seeds, error, codes, isLinear)
  }

  /// The means over models that differ in their seeds only, with the spreads where there are
  /// several.
  package init(averaging models: [ComparedModel]) {
    precondition(!models.isEmpty, "at least one model is compared")
    self = models[0]
    guard models.count > 1 else { return }
    seeds = models.count
    model = Self.common(models.map(\.model))
    let errors = Self.meanAndSpread(models.map(\.error))
    (error, errorSpread) = (errors?.mean ?? error, errors?.spread)
    let accuracies = Self.meanAndSpread(models.compactMap(\.accuracy))
    (accuracy, accuracySpread) = (accuracies?.mean, accuracies?.spread)
    let areas = Self.meanAndSpread(models.compactMap(\.auc))
    (auc, aucSpread) = (areas?.mean, areas?.spread)
    func mean(_ number: (CodeStatistics) -> Double) -> Double {
      models.reduce(0) { $0 + number($1.codes) } / Double(models.count)
    }
    func meanKnown(_ number: (CodeStatistics) -> Double?) -> Double? {
      let known = models.compactMap { number($0.codes) }
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
    codes.mean = mean { $0.mean }
    codes.sd = mean { $0.sd }
    codes.skewness = meanKnown { $0.skewness }
    codes.kurtosis = meanKnown { $0.kurtosis }
    codes.activeUnits = mean { $0.activeUnits }
    codes.activeNumbers = mean { $0.activeNumbers }
  }

  /// The mean, and the standard deviation (by n − 1) where there are several.
  private static func meanAndSpread(_ values: [Double]) -> (mean: Double, spread: Double?)? {
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    guard values.count > 1 else { return (mean, nil) }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot())
  }

  /// "naive" of "naive-1" and "naive-2".
  private static func common(_ names: [String]) -> String {
    let prefix = names.dropFirst().reduce(names[0]) { $0.commonPrefix(with: $1) }
    let stem = prefix.trimmingCharacters(in: CharacterSet(charactersIn: "-_. "))
    return stem.isEmpty ? names.joined(separator: "+") : stem
  }
}
