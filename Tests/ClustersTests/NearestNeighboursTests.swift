import Clusters
import Tensors
import Testing

@Suite struct NearestNeighboursTests {
  @Test(arguments: [(1, 1, 1), (3, 50, 7), (30, 3000, 10), (5, 1025, 1025)])
  func agreesWithBruteForce(width: Int, count: Int, neighbours: Int) throws {
    let x = noise([count, width], seed: 1)
    let queries = noise([70, width], seed: 2)
    let found = try NearestNeighbours(among: x).search(queries, count: neighbours)
    let (values, asked) = (x.values, queries.values)
    for query in 0..<70 {
      let distances = (0..<count).map { row in
        (0..<width).reduce(0.0) { sum, column in
          let d = Double(asked[query * width + column]) - Double(values[row * width + column])
          return sum + d * d
        }
      }
      let order = (0..<count).sorted { (distances[$0], $0) < (distances[$1], $1) }
      let own = Array(found[query])
      #expect(own.count == neighbours)
      for (mine, right) in zip(own, order) {
        #expect(mine == right || abs(distances[mine] - distances[right]) < 1e-5)
      }
      #expect(
        abs(Double(found.distances[query * neighbours]) - distances[order[0]].squareRoot()) < 1e-4)
    }
  }

  /// Few queries part the codes among the threads; a seam is as good a place as any.
  @Test(arguments: [1, 3]) func fewQueriesAmongMany(queries: Int) throws {
    let (count, width) = (70_001, 6)
    let x = noise([count, width], seed: 5)
    let asked = Tensor(
      Array(x.values[(count - queries) * width..<count * width]), shape: [queries, width])
    let (values, questions) = (x.values, asked.values)
    let search = try NearestNeighbours(among: x)
    let one = try search.search(asked, count: 9, workers: Workers(threads: 1))
    let three = try search.search(asked, count: 9, workers: Workers(threads: 3))
    #expect(one.indices == three.indices && one.distances == three.distances)
    for query in 0..<queries {
      let distances = (0..<count).map { row in
        (0..<width).reduce(0.0) { sum, column in
          let d = Double(questions[query * width + column]) - Double(values[row * width + column])
          return sum + d * d
        }
      }
      let nearest = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(9)
      #expect(Array(one[query]) == Array(nearest))
    }
  }

  @Test func twinsAcrossTheSeamsGoByPosition() throws {
    var values = [Float](repeating: 1, count: 70_000)
    let places = [5, 17_000, 40_000, 69_999]
    for place in places { values[place] = 0 }
    let search = try NearestNeighbours(among: Tensor(values, shape: [70_000, 1]))
    let found = try search.search(Tensor([0], shape: [1, 1]), count: 4)
    #expect(found.indices == places)
    #expect(found.distances == [0, 0, 0, 0])
  }

  @Test func everyCodeFindsItselfFirstAndTiesGoByPosition() throws {
    let x = Tensor([4, 1, 1, 9, 1], shape: [5, 1])
    let found = try NearestNeighbours(among: x).search(x, count: 3)
    #expect(Array(found[0]) == [0, 1, 2])
    #expect(Array(found[4]) == [1, 2, 4])
    #expect(found.distances[12...] == [0, 0, 0])
  }

  @Test func sameForAnyNumberOfThreads() throws {
    let x = noise([2000, 12], seed: 3)
    let search = try NearestNeighbours(among: x)
    let one = try search.search(x, count: 5, workers: Workers(threads: 1))
    let three = try search.search(x, count: 5, workers: Workers(threads: 3))
    #expect(one.indices == three.indices)
    #expect(one.distances == three.distances)
  }

  @Test func refusesInWords() throws {
    let search = try NearestNeighbours(among: noise([4, 2], seed: 1))
    #expect(
      message { _ = try search.search(noise([4, 2], seed: 1), count: 5) }
        == "cannot find 5 neighbours among 4 codes; ask for 1 to 4")
    #expect(
      message { _ = try search.search(noise([4, 3], seed: 1), count: 1) }
        == "cannot search for neighbours: the codes have 3 features, but 2 were fitted; use codes "
        + "of the same model")
  }
}
