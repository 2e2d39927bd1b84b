import Clusters
import Tensors
import Testing

@Suite struct TSNETests {
  /// Three well parted heaps in six dimensions.
  private func heaps(_ count: Int) -> Tensor {
    var random = RandomNumbers(seed: 5)
    let values = (0..<count).flatMap { row in
      (0..<6).map { column in
        Float(random.normal()) + (column == row % 3 ? 12 : 0)
      }
    }
    return Tensor(values, shape: [count, 6])
  }

  @Test func neighboursStayTogether() throws {
    let map = try TSNE(perplexity: 15, iterations: 300, seed: 1).map(heaps(150))
    #expect(map.count == 150)
    for (row, place) in map.enumerated() {
      let others = map.indices.filter { $0 != row }.sorted { one, two in
        func distance(_ index: Int) -> Double {
          let (dx, dy) = (map[index].x - place.x, map[index].y - place.y)
          return dx * dx + dy * dy
        }
        return distance(one) < distance(two)
      }
      #expect(others.prefix(10).allSatisfy { $0 % 3 == row % 3 }, "row \(row)")
    }
  }

  @Test func threadsChangeNothing() throws {
    let codes = heaps(90)
    let settings = TSNE(perplexity: 10, iterations: 40, seed: 2)
    let one = try settings.map(codes, workers: Workers(threads: 1))
    let three = try settings.map(codes, workers: Workers(threads: 3))
    #expect(one.map(\.x) == three.map(\.x) && one.map(\.y) == three.map(\.y))
  }

  @Test func equalSourcesAreNoTrouble() throws {
    let map = try TSNE(iterations: 30).map(Tensor(zeros: [8, 3]))
    #expect(map.allSatisfy { $0.x.isFinite && $0.y.isFinite })
  }

  @Test func tooManyOrTooFewAreRefused() {
    #expect(
      throws: ClustersError(
        "cannot map 3 sources with perplexity 30.0: give 4 to 3000 sources, a perplexity above 1 "
          + "and at least one iteration")
    ) { try TSNE().map(Tensor(zeros: [3, 2])) }
  }
}
