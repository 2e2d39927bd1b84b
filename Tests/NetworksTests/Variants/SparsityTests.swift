import Foundation
import Networks
import Testing

@Suite struct SparsityTests {
  @Test func l1IsTheMeanActivity() {
    var gradient = [Float](repeating: 0, count: 4)
    let price = Sparsity(.l1, weight: 2).price(of: [1, -3, 0, 4], units: 2, gradient: &gradient)
    #expect(price == 4)
    #expect(gradient == [0.5, -0.5, 0, 0.5])
  }

  @Test func klIsNothingAtTheWantedActivityAndGrowsAwayFromIt() {
    let wanted = Float(log(0.2 / 0.8))
    func price(_ z: Float) -> Double {
      var unused: [Float] = [0, 0]
      return Sparsity(.kl, weight: 1, activity: 0.2).price(of: [z, z], units: 1, gradient: &unused)
    }
    #expect(abs(price(wanted)) < 1e-7)
    #expect(price(wanted + 1) > 0.01 && price(wanted - 1) > 0.01)
    #expect(abs(price(0) - (0.2 * log(0.4) + 0.8 * log(1.6))) < 1e-7)
  }

  @Test(arguments: Sparsity.Kind.allCases)
  func theGradientIsTheSlope(kind: Sparsity.Kind) {
    let codes = normal([6, 3], seed: 2).values
    let sparsity = Sparsity(kind, weight: 0.7, activity: 0.1)
    var gradient = codes.map { _ in Float(0) }
    _ = sparsity.price(of: codes, units: 3, gradient: &gradient)
    for index in codes.indices {
      func price(_ change: Float) -> Double {
        var (moved, unused) = (codes, codes)
        moved[index] += change
        return sparsity.price(of: moved, units: 3, gradient: &unused)
      }
      let slope = (price(1e-3) - price(-1e-3)) / 2e-3
      #expect(abs(slope - Double(gradient[index])) < 1e-4)
    }
  }
}
