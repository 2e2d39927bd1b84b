import Clusters
import Tensors
import Testing

@Suite struct KMeansTests {
  private let corners: [[Float]] = [
    [0, 0, 0], [10, 0, 0], [0, 10, 0], [0, 0, 10], [10, 10, 10],
  ]

  @Test func findsKnownGroups() throws {
    let (x, truth) = groups(corners, each: 400, spread: 1, seed: 3)
    let model = try KMeans(clusters: 5, seed: 1).fit(x)
    #expect(model.converged)
    // Every centre within three standard errors or so of a corner, each corner once.
    let centres = (0..<5).map { c in (0..<3).map { model.centres[c, $0] } }
    for (group, corner) in corners.enumerated() {
      let near = centres.indices.filter { c in
        zip(centres[c], corner).allSatisfy { abs($0 - $1) < 0.2 }
      }
      #expect(near.count == 1)
      let members = truth.indices.filter { truth[$0] == group }
      #expect(members.allSatisfy { model.assignments[$0] == near.first })
    }
    #expect(model.counts == [400, 400, 400, 400, 400])
    #expect(abs(model.inertia / 2000 - 3) < 0.2)
  }

  @Test func reachesScikitLearnsInertia() throws {
    let x = Tensor(ReferenceValues.mixtureData, shape: [150, 2])
    let model = try KMeans(clusters: 3, restarts: 10, tolerance: 0).fit(x)
    #expect(abs(model.inertia / ReferenceValues.kmeansInertia - 1) < 1e-6)
  }

  @Test(arguments: [1, 2, 16, 67, 300]) func sameBitsForAnyNumberOfThreads(clusters: Int) throws {
    let x = noise([5000, 7], seed: 8)
    let kmeans = KMeans(clusters: clusters, seed: 2, iterationLimit: 8)
    let one = try kmeans.fit(x, workers: Workers(threads: 1))
    let three = try kmeans.fit(x, workers: Workers(threads: 3))
    #expect(one.centres == three.centres)
    #expect(one.assignments == three.assignments)
    #expect(one.inertia == three.inertia)
    #expect(one.temperature == three.temperature)
  }

  /// Every source lies with its nearest centre, by distances worked out one at a time, whatever
  /// the number of features and clusters.
  @Test(arguments: [(1, 3), (2, 5), (5, 64), (8, 65), (30, 257), (33, 18)])
  func assignsToTheNearest(width: Int, clusters: Int) throws {
    let x = noise([1500, width], seed: 9)
    let model = try KMeans(clusters: clusters, seed: 1, iterationLimit: 5).fit(x)
    let (values, centres) = (x.values, model.centres.values)
    var inertia = 0.0
    for source in 0..<1500 {
      let distances = (0..<clusters).map { cluster in
        (0..<width).reduce(0.0) { sum, column in
          let d = Double(values[source * width + column] - centres[cluster * width + column])
          return sum + d * d
        }
      }
      let least = distances.min() ?? 0
      #expect(distances[model.assignments[source]] <= least + 1e-4)
      inertia += distances[model.assignments[source]]
    }
    #expect(abs(model.inertia - inertia) < 1e-4 * inertia + 1e-6)
    #expect(try model.assign(x) == model.assignments)
  }

  @Test func moreIterationsNeverWorsen() throws {
    let x = noise([3000, 4], seed: 10)
    let inertias = try (1...12).map {
      try KMeans(clusters: 40, seed: 5, iterationLimit: $0, tolerance: 0).fit(x).inertia
    }
    for (before, after) in zip(inertias, inertias.dropFirst()) {
      #expect(after <= before * (1 + 1e-6))
    }
  }

  @Test func aShiftFarFromZeroLosesNothing() throws {
    let (x, _) = groups(corners, each: 100, spread: 1, seed: 3)
    let far = Tensor(x.values.map { $0 + 4096 }, shape: x.shape)
    let (near, shifted) = (
      try KMeans(clusters: 5, seed: 1).fit(x), try KMeans(clusters: 5, seed: 1).fit(far)
    )
    #expect(near.assignments == shifted.assignments)
    #expect(abs(near.inertia / shifted.inertia - 1) < 1e-3)
  }

  @Test func theOrderOfSourcesDoesNotMatter() throws {
    let (x, _) = groups(corners, each: 100, spread: 1, seed: 3)
    var random = RandomNumbers(seed: 1)
    let order = random.permutation(of: 500)
    let model = try KMeans(clusters: 5, seed: 1).fit(x)
    let shuffled = try KMeans(clusters: 5, seed: 1).fit(rows(order, of: x))
    #expect(abs(model.inertia / shuffled.inertia - 1) < 1e-5)
  }

  @Test func emptiedClustersAreSeededAgain() throws {
    // Three distinct places asked to hold three clusters, most sources in one.
    let x = Tensor([Float](repeating: 1, count: 40) + [5, 9], shape: [42, 1])
    for seed in 0..<10 {
      let model = try KMeans(clusters: 3, seed: UInt64(seed)).fit(x)
      #expect(model.inertia < 1e-9)
      #expect(model.counts.sorted() == [1, 1, 40])
    }
  }

  @Test func fewerPlacesThanClusters() throws {
    let x = Tensor([Float](repeating: 2, count: 12), shape: [6, 2])
    let model = try KMeans(clusters: 4).fit(x)
    #expect(model.inertia == 0)
    #expect(model.centres.values.allSatisfy { $0 == 2 })
    let memberships = try model.memberships(x)
    #expect(memberships.values.allSatisfy { $0 == 0.25 })
  }

  @Test func membershipsBlurOverTheTemperature() throws {
    let x = Tensor([0, 0, 4, 4], shape: [4, 1])
    let model = try KMeans(clusters: 2, seed: 1).fit(x)
    #expect(abs(model.temperature - 16) < 1e-4)
    // At 1 the squared distances are 1 and 9: the shares are 1 and e⁻⁴ over their sum at T = 1.
    let at = try model.memberships(Tensor([1], shape: [1, 1]), temperature: 1).values.sorted()
    #expect(abs(at[0] - 0.017_986_21) < 1e-6)
    #expect(abs(at[0] + at[1] - 1) < 1e-6)
    let distances = try model.distances(Tensor([1], shape: [1, 1])).values.sorted()
    #expect(distances == [1, 3])
  }

  @Test func refusesInWords() throws {
    let x = noise([4, 2], seed: 1)
    func text(_ clusters: Int, _ x: Tensor) -> String? {
      message { _ = try KMeans(clusters: clusters).fit(x) }
    }
    #expect(text(5, x) == "cannot group 4 sources into 5 clusters; ask for at most 4")
    #expect(
      text(0, x)
        == "cannot group the codes: clusters (0), restarts (1) and iterations (300) must all be "
        + "at least 1")
    #expect(
      text(1, Tensor([1, 2, .nan, 4], shape: [2, 2]))
        == "cannot group the codes into 1 clusters: feature 0 of source 1 is not a finite number; "
        + "drop that source or encode it again")
    #expect(
      text(1, Tensor(zeros: [0, 3]))
        == "cannot group the codes into 1 clusters: there are no codes (shape [0, 3])")
    #expect(
      text(1, Tensor(zeros: [8]))
        == "cannot group the codes into 1 clusters: the codes have shape [8]; give them as "
        + "[source, feature]")
    let model = try KMeans(clusters: 2).fit(x)
    #expect(
      message { _ = try model.memberships(noise([4, 3], seed: 1)) }
        == "cannot measure distances to the clusters: the codes have 3 features, but 2 were "
        + "fitted; use codes of the same model")
    #expect(
      text(2, Tensor([3e30, -3e30], shape: [2, 1]))
        == "cannot group the codes: their squared distances overflow; standardise the codes "
        + "first")
  }
}
