import Clusters
import Tensors
import Testing

@Suite struct NeighbourClassifierTests {
  private let codes = Tensor([0, 1, 2, 10, 11, 20], shape: [6, 1])
  private let queries = Tensor([0.2, 10.4, 6.2, 100], shape: [4, 1])

  @Test func theNearestDecides() throws {
    let classifier = try NeighbourClassifier(codes: codes, classes: [0, 0, 0, 1, 1, 2])
    #expect(try classifier.classify(queries) == [0, 1, 1, 2])
  }

  @Test func threeVoteAndTheNearestBreaksTies() throws {
    let classifier = try NeighbourClassifier(
      codes: codes, classes: [0, 0, 0, 1, 1, 2], neighbours: 3)
    #expect(try classifier.classify(queries) == [0, 1, 1, 1])
    let two = try NeighbourClassifier(codes: codes, classes: [0, 0, 0, 1, 1, 2], neighbours: 2)
    #expect(try two.classify(Tensor([5.9], shape: [1, 1])) == [0])
    #expect(try two.classify(Tensor([100], shape: [1, 1])) == [2])
  }

  @Test func everyCodeNeedsAClass() {
    #expect(throws: ClustersError.self) { try NeighbourClassifier(codes: codes, classes: [0]) }
  }
}
