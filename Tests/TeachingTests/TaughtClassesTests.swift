import Clusters
import Teaching
import Tensors
import Testing

/// Classes by labels, on a line: two pairs of labelled rows far apart, and one row without a label.
@Suite struct TaughtClassesTests {
  private let line = Tensor([0, 1, 10, 11, 0.4], shape: [5, 1])
  /// One row of either pair in each part, so that a row is answered by its twin.
  private let parts = Folds(2, of: [0, 0, 1, 1], seed: 3)

  private func classes(_ taught: [Int]) throws -> [Int] {
    let lessons = Lessons(
      rows: [0, 1, 2, 3], classes: taught, names: ["low", "high"], parts: parts)
    let found = try TaughtClasses(
      of: line, lessons: lessons, learner: .knn, neighbours: 1, seed: 1, workers: .all)
    #expect(found.names == ["low", "high"])
    for row in 0..<5 { #expect(found.probabilities[row, 0] + found.probabilities[row, 1] == 1) }
    return found.probabilities.largestColumns()
  }

  @Test func aRowIsAnsweredByTheLabelsOfOtherParts() throws {
    #expect(try classes([0, 0, 1, 1]) == [0, 0, 1, 1, 0])
  }

  /// Its twin and what has no label follow the wrong label; the row itself does not.
  @Test func aWrongLabelDoesNotAnswerForItself() throws {
    #expect(try classes([1, 0, 1, 1]) == [0, 1, 1, 1, 1])
  }

  @Test func drawsAreAveraged() {
    let row = ProbeRow(
      labels: 50, draws: [(0.5, "1 neighbours"), (0.7, "5 neighbours"), (0.9, "5 neighbours")])
    #expect(abs(row.mean - 0.7) < 1e-12 && abs(row.spread - 0.2) < 1e-12)
    #expect(row.usualChoice == "5 neighbours" && row.labels == 50)
    #expect(ProbeRow(labels: 5, draws: [(0.5, "a")]).spread == 0)
  }
}
