import Foundation
import Sky
import Tensors
import Testing

@Suite struct SkyMatchTests {
  private let arcsecond = 1 / 3600.0

  @Test func separationsAreThoseOfTheSphere() {
    let origin = SkyPosition(ra: 0, dec: 0)
    #expect(abs(origin.separation(to: SkyPosition(ra: 0, dec: 1)) - 3600) < 1e-7)
    #expect(abs(origin.separation(to: SkyPosition(ra: 90, dec: 0)) - 324_000) < 1e-6)
    #expect(abs(origin.separation(to: SkyPosition(ra: 180, dec: 0)) - 648_000) < 1e-6)
    let (north, south) = (SkyPosition(ra: 12, dec: 90), SkyPosition(ra: 200, dec: 90))
    #expect(north.separation(to: south) < 1e-9)
    let tilted = SkyPosition(ra: 10, dec: 60)
    let beside = SkyPosition(ra: 10 + 2 * arcsecond, dec: 60)
    #expect(abs(tilted.separation(to: beside) - 1) < 1e-6)
  }

  @Test func rightAscensionHasNoEndAndPolesAreOnePlace() {
    let pairs = SkyMatch.oneToOne(
      [SkyPosition(ra: 359.9999, dec: 0), SkyPosition(ra: 0, dec: 89.9999)],
      [SkyPosition(ra: 180, dec: 89.9999), SkyPosition(ra: 0.0001, dec: 0)], radius: 1)
    #expect(pairs.map(\.first) == [0, 1])
    #expect(pairs.map(\.second) == [1, 0])
    #expect(pairs.allSatisfy { abs($0.separation - 0.72) < 1e-6 })
  }

  @Test func theClosestPairWinsAndNobodyIsMatchedTwice() {
    // The first of the second list lies between both of the first, nearer to the second of them;
    // the other one must do with what is left.
    let first = [SkyPosition(ra: 10, dec: 0), SkyPosition(ra: 10, dec: 1.0 * arcsecond)]
    let second = [
      SkyPosition(ra: 10, dec: 0.7 * arcsecond), SkyPosition(ra: 10, dec: -0.9 * arcsecond),
    ]
    let pairs = SkyMatch.oneToOne(first, second, radius: 1)
    #expect(pairs.map(\.first) == [0, 1])
    #expect(pairs.map(\.second) == [1, 0])
    #expect(SkyMatch.oneToOne(first, second, radius: 0.5).count == 1)
  }

  @Test func theRadiusItselfStillMatches() {
    let pairs = SkyMatch.oneToOne(
      [SkyPosition(ra: 5, dec: 5)], [SkyPosition(ra: 5, dec: 5 + arcsecond)], radius: 1)
    #expect(pairs.count == 1)
    let same = SkyMatch.oneToOne(
      [SkyPosition(ra: 5, dec: 5)], [SkyPosition(ra: 5, dec: 5)], radius: 0)
    #expect(same.count == 1)
  }

  @Test(arguments: [SkyPosition(ra: 0, dec: 0), SkyPosition(ra: 120, dec: 89.999)])
  func agreesWithLookingAtEveryPair(around: SkyPosition) {
    var random = RandomNumbers(seed: 4)
    func list(_ count: Int) -> [SkyPosition] {
      (0..<count).map { _ in
        let width = 0.005 / cos(around.dec * .pi / 180)
        let ra = (around.ra + random.uniform(in: -width..<width) + 3600)
          .truncatingRemainder(dividingBy: 360)
        return SkyPosition(ra: ra, dec: min(90, around.dec + random.uniform(in: 0..<0.002)))
      }
    }
    let (first, second) = (list(120), list(150))
    var free = (Set(first.indices), Set(second.indices))
    var expected: [Int: Int] = [:]
    let all = first.indices.flatMap { a in
      second.indices.map { b in (first[a].separation(to: second[b]), a, b) }
    }
    for (separation, a, b) in all.sorted(by: { $0 < $1 }) where separation <= 1.5 {
      guard free.0.contains(a), free.1.contains(b) else { continue }
      free.0.remove(a)
      free.1.remove(b)
      expected[a] = b
    }
    let pairs = SkyMatch.oneToOne(first, second, radius: 1.5)
    #expect(!expected.isEmpty)
    #expect(Dictionary(uniqueKeysWithValues: pairs.map { ($0.first, $0.second) }) == expected)
  }

  @Test func emptyListsAndMissingNumbersMatchNothing() {
    let here = SkyPosition(ra: 1, dec: 1)
    let nowhere = SkyPosition(ra: .nan, dec: 1)
    #expect(SkyMatch.oneToOne([], [here], radius: 1).isEmpty)
    #expect(SkyMatch.oneToOne([here], [], radius: 1).isEmpty)
    #expect(SkyMatch.oneToOne([nowhere, here], [nowhere, here], radius: 1).map(\.first) == [1])
  }
}
