import Foundation
import Sky
import Tensors
import Testing

@Suite struct CrowdingTests {
  private func position(_ x: Double, _ y: Double) -> SkyPosition {
    SkyPosition(ra: 150 + x / 3600 / cos(2 * Double.pi / 180), dec: 2 + y / 3600)
  }

  /// Two stars 1.5″ apart, the second 2.5 magnitudes fainter, and one 5″ from the first alone.
  @Test func handWorked() {
    let found = Crowding(
      of: [position(0, 0), position(1.5, 0), position(-5, 0), position(60, 60)],
      magnitudes: [18, 20.5, 18, 18], fields: ["a", "a", "a", "a"])
    let near = exp(-0.5)
    let far = exp(-0.5 * pow(5 / 1.5, 2))
    let expected = [log(1 + 0.1 * near + far), log(1 + 10 * near), log(1 + far), 0]
    for (light, wanted) in zip(found.light, expected) { #expect(abs(light - wanted) < 1e-4) }
    for (distance, wanted) in zip(found.distance, [1.5, 1.5, 5, 6]) {
      #expect(abs(distance - wanted) < 1e-4)
    }
  }

  @Test func anotherFieldShowsTheSourceItself() {
    let found = Crowding(
      of: [position(0, 0), position(0.1, 0)], magnitudes: [18, 18], fields: ["a", "b"])
    #expect(found.light == [0, 0] && found.distance == [6, 6])
  }

  @Test func unknownMagnitudesBringNoLight() {
    let found = Crowding(
      of: [position(0, 0), position(1, 0)], magnitudes: [18, .nan], fields: ["a", "a"])
    #expect(found.light == [0, 0])
    #expect(found.distance.allSatisfy { abs($0 - 1) < 1e-4 })
  }

  /// Whatever the order of the sources, each has the same neighbours.
  @Test func orderDoesNotMatter() {
    var random = RandomNumbers(seed: 4)
    let places = (0..<60).map { _ in
      position(random.uniform(in: 0..<30), random.uniform(in: 0..<30))
    }
    let magnitudes = (0..<60).map { _ in random.uniform(in: 16..<22) }
    let fields = [String](repeating: "a", count: 60)
    let found = Crowding(of: places, magnitudes: magnitudes, fields: fields)
    let turned = Crowding(
      of: places.reversed(), magnitudes: magnitudes.reversed(), fields: fields)
    for (one, other) in zip(found.light, turned.light.reversed()) {
      #expect(abs(one - other) < 1e-12)
    }
    #expect(found.distance == turned.distance.reversed())
  }
}
