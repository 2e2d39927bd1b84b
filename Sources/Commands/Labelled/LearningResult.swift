internal import Files
internal import Foundation

/// How well a classifier did that learned from some number of labels: a point of a learning curve.
struct LearningResult: Codable {
  /// What it began with: frozen, tuned or random.
  var start: String
  var labels: Int
  var classes: Int
  /// How many images it was judged on.
  var judged: Int
  var accuracy: Double
  var macroF1: Double
  /// Program, command and inputs.
  var provenance: [String: String]?

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    var result = self
    result.provenance = Invocation.provenanceByKeyword()
    try AtomicFile.write(try encoder.encode(result), to: path)
  }

  init(
    start: String, labels: Int, classes: Int, judged: Int, accuracy: Double, macroF1: Double
  ) {
    (self.start, self.labels, self.classes) = (start, labels, classes)
    (self.judged, self.accuracy, self.macroF1) = (judged, accuracy, macroF1)
  }

  init(reading path: String) throws {
    let data = try? Data(contentsOf: URL(fileURLWithPath: path))
    let result = data.flatMap { try? JSONDecoder().decode(Self.self, from: $0) }
    guard let result, result.labels > 0, result.accuracy.isFinite else {
      throw CommandFailure(
        "cannot use \(path): it is no result of learning from labels; `galaxy-aep finetune "
          + "--results` and `galaxy-aep probe --out` write such files")
    }
    self = result
  }
}
