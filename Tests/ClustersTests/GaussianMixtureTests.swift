import Clusters
import Tensors
import Testing

@Suite struct GaussianMixtureTests {
  @Test(arguments: GaussianMixture.Covariance.allCases)
  func findsAKnownMixture(covariance: GaussianMixture.Covariance) throws {
    let (x, truth) = groups([[0, 0], [6, 0], [0, 8]], each: 2000, spread: 1.5, seed: 4)
    let model = try GaussianMixture(components: 3, covariance: covariance, seed: 1).fit(x)
    #expect(model.converged)
    #expect(model.weights.allSatisfy { abs($0 - 1.0 / 3) < 0.03 })
    for centre in [[0.0, 0], [6, 0], [0, 8]] {
      let near = (0..<3).filter {
        abs(model.means[$0 * 2] - centre[0]) < 0.15
          && abs(model.means[$0 * 2 + 1] - centre[1]) < 0.15
      }
      #expect(near.count == 1)
    }
    let size = covariance == .full ? 4 : 2
    for component in 0..<3 {
      #expect(abs(model.covariances[component * size] - 2.25) < 0.2)
      #expect(abs(model.covariances[component * size + size - 1] - 2.25) < 0.2)
      if covariance == .full { #expect(abs(model.covariances[component * 4 + 1]) < 0.15) }
    }
    let found = try model.assign(x)
    let agreeing = (0..<3).map { group in
      let members = truth.indices.filter { truth[$0] == group }
      return (0..<3).map { c in members.count { found[$0] == c } }.max() ?? 0
    }
    #expect(agreeing.reduce(0, +) > 5750)
  }

  @Test func agreesWithScikitLearn() throws {
    let x = Tensor(ReferenceValues.mixtureData, shape: [150, 2])
    for (covariance, likelihood, bic) in [
      (
        GaussianMixture.Covariance.full, ReferenceValues.fullLogLikelihood,
        ReferenceValues.fullBIC
      ),
      (.diagonal, ReferenceValues.diagonalLogLikelihood, ReferenceValues.diagonalBIC),
    ] {
      let model = try GaussianMixture(
        components: 3, covariance: covariance, iterationLimit: 2000, tolerance: 1e-10,
        regularisation: 1e-9
      ).fit(x)
      #expect(abs(try model.logLikelihood(x) / 150 - likelihood) < 1e-5)
      #expect(abs(try model.bic(x) - bic) < 1e-2)
    }
  }

  @Test(arguments: GaussianMixture.Covariance.allCases)
  func likelihoodNeverFalls(covariance: GaussianMixture.Covariance) throws {
    for seed in 0..<5 {
      let x = noise([700, 5], seed: UInt64(seed))
      let model = try GaussianMixture(
        components: 8, covariance: covariance, seed: UInt64(seed), tolerance: 0
      ).fit(x)
      for (before, after) in zip(model.history, model.history.dropFirst()) {
        #expect(after >= before)
      }
      #expect(abs(try model.logLikelihood(x) / 700 - (model.history.last ?? 0)) < 1e-9)
    }
  }

  @Test func sameBitsForAnyNumberOfThreads() throws {
    let x = noise([3000, 6], seed: 2)
    let mixture = GaussianMixture(components: 7, seed: 3, iterationLimit: 10)
    let one = try mixture.fit(x, workers: Workers(threads: 1))
    let three = try mixture.fit(x, workers: Workers(threads: 3))
    #expect(one.means == three.means)
    #expect(one.covariances == three.covariances)
    #expect(
      try one.memberships(x, workers: Workers(threads: 1))
        == three.memberships(x, workers: Workers(threads: 3)))
  }

  @Test func membershipsAreProbabilitiesEvenFarAway() throws {
    let model = try GaussianMixture(components: 3).fit(noise([300, 2], seed: 1))
    let far = Tensor([1e4, -1e4, 0, 0, 3e6, 1], shape: [3, 2])
    let memberships = try model.memberships(far)
    for source in 0..<3 {
      let row = (0..<3).map { memberships[source, $0] }
      #expect(row.allSatisfy { $0 >= 0 && $0 <= 1 })
      #expect(abs(row.reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test func flatAndRepeatedSourcesSurvive() throws {
    // A feature that never changes, one that copies another, and repeated sources.
    var random = RandomNumbers(seed: 6)
    let values = (0..<200).flatMap { _ in
      let value = Float(random.integer(below: 4))
      return [value, value, 1]
    }
    let model = try GaussianMixture(components: 4).fit(Tensor(values, shape: [200, 3]))
    #expect(model.history.allSatisfy { $0.isFinite })
    #expect(try model.memberships(Tensor([2, 2, 1], shape: [1, 3])).values.allSatisfy(\.isFinite))
    let constant = try GaussianMixture(components: 2).fit(Tensor(zeros: [10, 2]))
    #expect(constant.weights.allSatisfy { $0.isFinite })
  }

  @Test func bicPrefersTheTruth() throws {
    let (x, _) = groups([[0, 0], [6, 0], [0, 8]], each: 300, spread: 1, seed: 5)
    let bics = try (1...5).map {
      try GaussianMixture(components: $0, seed: 1).fit(x).bic(x)
    }
    #expect(bics.indices.min { bics[$0] < bics[$1] } == 2)
  }

  @Test func refusesInWords() {
    #expect(
      message { _ = try GaussianMixture(components: 9).fit(noise([4, 2], seed: 1)) }
        == "cannot group 4 sources into 9 clusters; ask for at most 4")
    #expect(
      message {
        _ = try GaussianMixture(components: 2, iterationLimit: 0).fit(noise([4, 2], seed: 1))
      } == "cannot fit a Gaussian mixture: the iteration limit (0) must be at least 1, the "
        + "tolerance (0.0001) and regularisation (0.0001) not negative")
  }
}
