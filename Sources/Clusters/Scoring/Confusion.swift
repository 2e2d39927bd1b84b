/// How often each class was taken for each other, and what follows from it.
public struct Confusion: Sendable, Equatable {
  public let names: [String]
  /// `[true class][predicted class]`: how many.
  public let counts: [[Int]]

  /// - Parameters:
  ///   - truth: the class of every source, counted from 0; `predicted` likewise.
  public init(truth: [Int], predicted: [Int], names: [String]) throws(ClustersError) {
    guard truth.count == predicted.count, !truth.isEmpty,
      (truth + predicted).allSatisfy(names.indices.contains)
    else {
      throw ClustersError(
        "cannot compare \(truth.count) classes with \(predicted.count) predictions of "
          + "\(names.count) classes; one of each is needed for every source")
    }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: names.count), count: names.count)
    for (row, column) in zip(truth, predicted) { counts[row][column] += 1 }
    (self.counts, self.names) = (counts, names)
  }

  /// Precision, recall and their harmonic mean of one class, and how many there are of it; a ratio
  /// over nothing is 0.
  public struct Row: Sendable, Equatable {
    public let precision: Double
    public let recall: Double
    public let f1: Double
    public let support: Int
  }

  public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  public var accuracy: Double {
    Double(counts.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(total)
  }

  public var rows: [Row] {
    counts.indices.map { number in
      let right = Double(counts[number][number])
      let support = counts[number].reduce(0, +)
      let predicted = counts.reduce(0) { $0 + $1[number] }
      let precision = predicted > 0 ? right / Double(predicted) : 0
      let recall = support > 0 ? right / Double(support) : 0
      let sum = precision + recall
      return Row(
        precision: precision, recall: recall, f1: sum > 0 ? 2 * precision * recall / sum : 0,
        support: support)
    }
  }

  /// The mean over the classes, each counting alike.
  public var macro: Row { mean { _ in 1 } }

  /// The mean over the classes, each counting as often as it occurs.
  public var weighted: Row { mean { Double($0.support) } }

  private func mean(_ weight: (Row) -> Double) -> Row {
    let rows = rows
    let mass = rows.map(weight).reduce(0, +)
    func mean(_ value: (Row) -> Double) -> Double {
      rows.reduce(0) { $0 + weight($1) * value($1) } / mass
    }
    return Row(
      precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1), support: total)
  }
}
