internal import Console
internal import Files
internal import Foundation

/// How well a classifier did that learned from some number of labels: a point of a learning curve.
package struct LearningResult: Codable {
  /// What it began with: frozen, tuned or random.
  package var start: String
  package var labels: Int
  package var classes: Int
  /// How many images it was judged on.
  package var judged: Int
  package var accuracy: Double
  package var macroF1: Double
  /// Program, command and inputs.
  package var provenance: [String: String]?

  /// - Parameter provenance: program, command and inputs, by keyword.
  package func write(to path: String, provenance: [String: String]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    var result = self
    result.provenance = provenance
    try AtomicFile.write(try encoder.encode(result), to: path)
  }

  package init(
    start: String, labels: Int, classes: Int, judged: Int, accuracy: Double, macroF1: Double
  ) {
    (self.start, self.labels, self.classes) = (start, labels, classes)
    (self.judged, self.accuracy, self.macroF1) = (judged, accuracy, macroF1)
  }

  package init(reading path: String) throws {
    let data = try? Data(contentsOf: URL(fileURLWithPath: path))
    let result = data.flatMap { try? JSONDecoder().decode(Self.self, from: $0) }
    guard let result, result.labels > 0, result.accuracy.isFinite else {
      throw CommandFailure(
        "cannot use \(path): it is no result of learning from labels; `galaxy-aep teach "
          + "finetune --results` and `galaxy-aep teach probe --out` write such files")
    }
    self = result
  }
}
