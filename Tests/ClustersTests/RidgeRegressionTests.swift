import Clusters
import Tensors
import Testing

/// Numbers as weighted sums of features.
@Suite struct RidgeRegressionTests {
  @Test func `of one feature the weight is Σxy over Σx² plus the penalty`() throws {
    // Standardised, x is ±1, each twice; y about its mean 3 is ∓2, ∓1.
    let x = Tensor([1, 1, 5, 5], shape: [4, 1])
    let y: [Double] = [1, 2, 4, 5]
    for penalty in [1e-9, 1, 4, 12] {
      let model = try RidgeRegression(penalty: penalty).fit(x, numbers: y)
      let weight = 6 / (4 + penalty)
      let guesses = try model.predict(Tensor([1, 5, 9], shape: [3, 1]))
      for (guess, standard) in zip(guesses, [-1.0, 1, 3]) {
        #expect(abs(guess - (3 + standard * weight)) < 1e-5)
      }
    }
  }

  @Test func `a weighted sum is found, whatever the scales of the features`() throws {
    var random = RandomNumbers(seed: 4)
    let rows = (0..<200).map { _ in
      [random.normal(), 100 * random.normal(), 1e-3 * random.normal() + 7]
    }
    let y = rows.map { 2 * $0[0] - 0.03 * $0[1] + 500 * $0[2] }
    let x = Tensor(rows.flatMap { $0.map(Float.init) }, shape: [200, 3])
    let model = try RidgeRegression(penalty: 1e-6).fit(x, numbers: y)
    for (guess, truth) in zip(try model.predict(x), y) { #expect(abs(guess - truth) < 2e-2) }
  }

  @Test func `features that say the same, or nothing, do no harm`() throws {
    var random = RandomNumbers(seed: 5)
    let one = (0..<60).map { _ in Float(random.normal()) }
    let x = Tensor(one.flatMap { [$0, $0, 3] }, shape: [60, 3])
    let model = try RidgeRegression(penalty: 1e-3).fit(x, numbers: one.map { Double(4 * $0) })
    for (guess, truth) in zip(try model.predict(x), one) {
      #expect(abs(guess - 4 * Double(truth)) < 1e-2)
    }
  }
}
