import Foundation
import Simulation
import Tensors
import Testing

@Suite struct SimulatedPopulationTests {
  @Test func `most galaxies near r = 22 are smaller than half an arcsecond`() {
    var random = RandomNumbers(seed: 3)
    let radii = (0..<2000).map { _ in
      GalaxyShapes.galaxy(r: 22, random: &random).halfLightRadius
    }.sorted()
    #expect((0.28...0.4).contains(radii[1000]) && radii[1400] < 0.5)
    #expect(radii[0] > 0.01 && radii[1999] < 5)
  }

  @Test func `galaxies hold all of their light once`() {
    var random = RandomNumbers(seed: 4)
    for _ in 0..<200 {
      let galaxy = GalaxyShapes.galaxy(r: 20, random: &random)
      #expect(!galaxy.isStar)
      let spread = PointSpread(width: 3, beta: 3).gaussians(atX: 0, y: 0)
      let light = galaxy.gaussians(flux: 5, x: 0, y: 0, spread: spread, scale: 0.396)
        .reduce(0) { $0 + $1.amplitude }
      #expect(abs(light - 5) < 1e-9)
      #expect(galaxy.components.allSatisfy { (0.19...1).contains($0.axisRatio) })
    }
  }

  @Test func `stars keep to a narrow locus and are redder when faint`() {
    var random = RandomNumbers(seed: 5)
    func colours(_ r: Double) -> [Double] {
      (0..<1500).map { _ in
        let m = StellarLocus.magnitudes(r: r, random: &random)
        #expect(m[2] == r && m.allSatisfy { $0.isFinite })
        return m[1] - m[3]
      }
    }
    let (bright, faint) = (colours(16), colours(22))
    #expect((bright + faint).allSatisfy { (-0.5...3.6).contains($0) })
    #expect(faint.reduce(0, +) > bright.reduce(0, +) + 200)
  }
}
