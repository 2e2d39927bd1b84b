import Foundation
import Simulation
import Testing

@Suite struct RadialProfileTests {
  @Test(arguments: [RadialProfile.exponential, .deVaucouleurs])
  func `weights add to one and half of the light lies within radius one`(profile: RadialProfile) {
    #expect(abs(profile.weights.reduce(0, +) - 1) < 1e-12)
    #expect(abs(profile.halfLightRadius - 1) < 1e-9)
    #expect(abs(profile.light(within: 1) - 0.5) < 1e-9)
  }

  /// The light of an exponential disk within x half-light radii is 1 − (1 + bx) e^(−bx), b = 1.67835.
  @Test(arguments: [0.25, 0.5, 1, 1.5, 2, 3])
  func `the exponential mixture follows the disk's growth curve`(x: Double) {
    let b = 1.67835
    let expected = 1 - (1 + b * x) * exp(-b * x)
    #expect(abs(RadialProfile.exponential.light(within: x) - expected) < 0.012)
  }

  /// A de Vaucouleurs profile integrated numerically; the mixture is cut off near eight radii.
  @Test(arguments: [0.25, 0.5, 1, 2, 4])
  func `the de Vaucouleurs mixture follows its growth curve`(x: Double) {
    func light(_ limit: Double) -> Double {
      let steps = 20_000
      return (0..<steps).reduce(0) { sum, step in
        let r = (Double(step) + 0.5) / Double(steps) * limit
        return sum + r * exp(-7.66925 * (pow(r, 0.25) - 1)) * limit / Double(steps)
      }
    }
    let half = light(1)
    let expected = 0.5 * light(x) / half
    #expect(abs(RadialProfile.deVaucouleurs.light(within: x) - expected) < 0.035)
  }

  @Test func `the half-light radius of one Gaussian is 1.1774 standard deviations`() {
    let radius = RadialProfile.halfLightRadius(weights: [3], variances: [4])
    #expect(abs(radius - 2 * (2 * log(2)).squareRoot()) < 1e-9)
  }
}
