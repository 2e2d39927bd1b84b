import Clusters
import Tensors
import Testing

/// Folds that tear no group.
@Suite struct GroupedFoldsTests {
  private struct World {
    var classes: [Int] = []
    var groups: [Int] = []

    /// Groups of one to `largest` sources of one class each, in any order.
    init(seed: UInt64, largest: Int) {
      var random = RandomNumbers(seed: seed)
      for group in 0..<60 {
        for _ in 0...random.integer(below: largest) {
          classes.append(group % 2)
          groups.append(1000 - 7 * group)
        }
      }
      let order = random.permutation(of: classes.count)
      (classes, groups) = (
        order.map { [classes] in classes[$0] }, order.map { [groups] in groups[$0] }
      )
    }
  }

  @Test(arguments: [2, 4, 7], 1...5 as ClosedRange<UInt64>) func noGroupIsTorn(
    count: Int, seed: UInt64
  ) {
    let world = World(seed: seed, largest: 9)
    let folds = Folds(count, of: world.classes, groups: world.groups, seed: seed)
    for group in Set(world.groups) {
      let parts = world.groups.indices.filter { world.groups[$0] == group }.map { folds.parts[$0] }
      #expect(Set(parts).count == 1)
    }
    // No part has more than one group's members beyond its fair share of a class.
    for kind in 0...1 {
      let all = world.classes.count { $0 == kind }
      for part in 0..<count {
        let own = world.classes.indices.count {
          world.classes[$0] == kind && folds.parts[$0] == part
        }
        #expect(abs(Double(own) - Double(all) / Double(count)) <= 9)
      }
    }
    #expect(Folds(count, of: world.classes, groups: world.groups, seed: seed) == folds)
    #expect(Folds(count, of: world.classes, groups: world.groups, seed: seed + 1) != folds)
  }
}
