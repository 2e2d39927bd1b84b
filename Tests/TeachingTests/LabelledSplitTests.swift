import Clusters
import Labels
import Teaching
import Tensors
import TestSupport
import Testing

/// Pictures of two files, of which one is judged.
@Suite struct LabelledSplitTests {
  private let ids = (0..<9).map { "p\($0)" }
  private let files = ["a", "a", "t", "a", "a", "t", "a", "t", "a"]

  /// All have a label but p4; even numbers are x, odd ones y.
  private func labels() throws -> ClassLabels {
    try withTemporaryFolder { folder in
      let rows = ids.indices.filter { $0 != 4 }.map { "p\($0),\($0 % 2 == 0 ? "x" : "y")\n" }
      try ("id,class\n" + rows.joined()).write(
        toFile: "\(folder)/labels.csv", atomically: true, encoding: .utf8)
      return try ClassLabels(reading: "\(folder)/labels.csv")
    }
  }

  @Test func whatIsJudgedIsNotLearnedFrom() throws {
    let split = try LabelledSplit(
      ids: ids, files: files, labels: labels(), judged: "t", what: "set")
    #expect(split.learning == [0, 1, 3, 6, 8] && split.judging == [2, 5, 7])
    #expect(split.names == ["x", "y"])
    #expect(split.classes == [0, 1, 0, 1, nil, 1, 0, 1, 0])
  }

  @Test func drawsAreOfTheImagesToLearnFrom() throws {
    let split = try LabelledSplit(
      ids: ids, files: files, labels: labels(), judged: "t", what: "set")
    let drawn = try split.draw(3, seed: 1)
    #expect(Set(drawn).count == 3 && Set(drawn).isSubset(of: split.learning))
    #expect(try split.draw(3, seed: 1) == drawn && split.draw(5, seed: 2) == split.learning)
    #expect(
      sentence { _ = try split.draw(6, seed: 1) }
        == "cannot draw 6 labels: there are 5 to learn from, and 2 are needed")
  }

  @Test func aFileWithoutImagesCannotBeJudged() throws {
    let known = try labels()
    #expect(
      sentence {
        _ = try LabelledSplit(ids: ids, files: files, labels: known, judged: "z", what: "set")
      }
        == "cannot learn from set: 8 labelled images are not of z and 0 are; both are needed, to "
        + "learn from and to be judged on: choose the file that is judged with --judge")
  }

  /// Codes that say the class: the nearest neighbour is always right.
  @Test func codesThatTellTheClassAreWorthEverything() throws {
    let probe = try PictureProbe(
      Tensor((0..<9).map { Float(10 * ($0 % 2)) + Float($0) / 100 }, shape: [9, 1]), ids: ids,
      files: files, labels: labels(), judge: "t", what: "codes")
    #expect(probe.available == 5 && probe.judged == "3 images of t")
    let row = try probe.row(
      of: .knn, labels: 0, draws: 4, neighbours: 1, seed: 1, workers: .all)
    #expect(row.scores == [1] && row.labels == 5)
    #expect(probe.lessons.rows == [0, 1, 3, 6, 8] && probe.lessons.classes == [0, 1, 1, 0, 0])
  }
}
