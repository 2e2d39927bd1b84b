import CKernels
import Tensors
import Testing

/// Points and centres: every instruction set against the formulas.
@Suite struct PointFormulaTests {
  private struct Case {
    let count, width, stride, centres: Int
    let points, centreValues: [Float]
    let owners: [Int32]

    init(_ numbers: inout RandomNumbers, wild: Bool = false) {
      count = 1 + numbers.integer(below: 90)
      width = 1 + numbers.integer(below: 40)
      stride = (width + 3) / 4 * 4 + 4 * numbers.integer(below: 2)
      centres = 1 + numbers.integer(below: 40)
      points = numbers.edgeNumbers(count * stride, largest: 1e6, wild: wild)
      centreValues = numbers.edgeNumbers(centres * stride, largest: 1e6)
      let centres = centres
      owners = (0..<count).map { _ in Int32(numbers.integer(below: centres)) }
    }

    func with<Result>(_ body: (UnsafePointer<CKPoints>) -> Result) -> Result {
      var description = CKPoints(width: width, stride: stride, centres: centres)
      return body(&description)
    }

    func point(_ index: Int, _ k: Int) -> Rounded { Rounded(points[index * stride + k]) }
    func centre(_ index: Int, _ k: Int) -> Rounded { Rounded(centreValues[index * stride + k]) }

    /// x·c − |c|²/2, or x·c − |x|²/2: greatest where nearest.
    func score(_ index: Int, _ centre: Int, halfNormOf: (Int) -> Rounded) -> Rounded {
      let half = Rounded(Float(0.5))
      return Rounded(
        sum: (0..<width).map { point(index, $0) * self.centre(centre, $0) }
          + (0..<width).map { -(halfNormOf($0) * halfNormOf($0) * half) })
    }
  }

  /// Centres whose scores lie closer than rounding can tell may change places.
  @Test func nearest() {
    var numbers = RandomNumbers(seed: 101)
    for round in 0..<40 {
      let test = Case(&numbers)
      let scores = (0..<test.count).map { index in
        (0..<test.centres).map { centre in
          test.score(index, centre) { test.centre(centre, $0) }
        }
      }
      for (name, kernels) in KernelSets.all {
        var nearest = [Int32](repeating: -1, count: test.count)
        var best = [Float](repeating: .nan, count: test.count)
        var second = best
        let points = OffsetFloats(test.points, offset: round % 16)
        test.with { p in
          var packed = [Float](repeating: .nan, count: kernels.centreCount(p))
          var space = [Float](repeating: .nan, count: kernels.panelCount(p, 1))
          kernels.packCentres(p, test.centreValues, true, &packed)
          kernels.nearest(
            p, points.values, test.count, packed, &space, &nearest, &best, &second)
        }
        for (index, own) in scores.enumerated() {
          let chosen = own[Int(nearest[index])]
          let others = own.indices.filter { $0 != Int(nearest[index]) }.map { own[$0] }
          #expect(
            chosen.admits(best[index])
              && others.allSatisfy {
                $0.value - $0.error <= chosen.value + chosen.error
                  && Double(second[index]) >= $0.value - $0.error
              }
              && (others.isEmpty
                ? second[index] == -.infinity : others.contains { $0.admits(second[index]) }),
            "\(name), point \(index)")
        }
      }
    }
  }

  /// Every point above the limit, in order; points at the limit by rounding may be there or not.
  @Test func findAbove() {
    var numbers = RandomNumbers(seed: 102)
    for round in 0..<40 {
      let test = Case(&numbers)
      let scores = (0..<test.centres).map { centre in
        (0..<test.count).map { index in
          test.score(index, centre) { test.point(index, $0) }
        }
      }
      let limits = scores.map { own in
        [-Float.infinity, Float(own[0].value), .infinity, 0][numbers.integer(below: 4)]
      }
      let room = test.count + numbers.integer(below: 3)
      for (name, kernels) in KernelSets.all {
        var places = [Int32](repeating: -1, count: room * test.centres)
        var above = [Float](repeating: .nan, count: room * test.centres)
        var found = [Int](repeating: -1, count: test.centres)
        test.with { p in
          var packed = [Float](repeating: .nan, count: kernels.centreCount(p))
          var panels = [Float](repeating: .nan, count: kernels.panelCount(p, test.count))
          kernels.packCentres(p, test.centreValues, false, &packed)
          kernels.packPoints(p, test.points, test.count, &panels)
          kernels.findAbove(p, panels, test.count, packed, limits, room, &places, &above, &found)
        }
        for centre in 0..<test.centres {
          let own = centre * room..<centre * room + found[centre]
          let listed = places[own].map { Int($0) }
          let (limit, exact) = (Double(limits[centre]), scores[centre])
          #expect(zip(listed, listed.dropFirst()).allSatisfy { $0 < $1 }, "\(name)")
          #expect(
            zip(listed, above[own]).allSatisfy { exact[$0].admits($1) && Double($1) > limit },
            "\(name)")
          #expect(
            Set(exact.indices.filter { exact[$0].value - exact[$0].error > limit })
              .isSubset(of: listed), "\(name), centre \(centre) round \(round)")
        }
      }
    }
  }

  @Test func centredPoints() {
    var numbers = RandomNumbers(seed: 103)
    for round in 0..<60 {
      let test = Case(&numbers, wild: round % 4 == 0)
      let from = test.width + numbers.integer(below: 5)
      let points = numbers.edgeNumbers(test.count * from, largest: 1e6, wild: round % 4 == 0)
      // One rounding each.
      let wanted = (0..<test.count * test.stride).map { place in
        let (row, column) = (place / test.stride, place % test.stride)
        return column < test.width ? points[row * from + column] - test.centreValues[column] : 0
      }
      let norms = (0..<test.count).map { row in
        Rounded(
          sum: (0..<test.width).map {
            Rounded(wanted[row * test.stride + $0]) * Rounded(wanted[row * test.stride + $0])
          })
      }
      for (name, kernels) in KernelSets.all {
        let out = OffsetFloats(
          [Float](repeating: .nan, count: wanted.count), offset: round % 16)
        let squares = OffsetFloats([Float](repeating: .nan, count: test.count), offset: 3)
        test.with {
          kernels.centrePoints(
            $0, points, test.count, from, test.centreValues, out.values, squares.values)
        }
        #expect(
          out.areGuardsIntact && squares.areGuardsIntact
            && zip(wanted, out.numbers).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
            && zip(norms, squares.numbers).allSatisfy { $0.admits($1) }, "\(name)")
      }
    }
  }

  /// Sums of all points, of the points of every centre, and of their squared distances to it.
  @Test func sums() {
    var numbers = RandomNumbers(seed: 104)
    for round in 0..<60 {
      let test = Case(&numbers, wild: round % 4 == 0)
      let columns = (0..<test.width).map { k in
        Rounded(sum: (0..<test.count).map { test.point($0, k) }, half: 0x1p-52)
      }
      let members = (0..<test.centres).map { centre in
        (0..<test.count).filter { test.owners[$0] == centre }
      }
      let own = members.map { members in
        (0..<test.width).map { k in
          Rounded(sum: members.map { test.point($0, k) } + [Rounded(Float(0))])
        }
      }
      let distances = Rounded(
        sum: (0..<test.count).map { index in
          Rounded(
            sum: (0..<test.width).map { k in
              let difference = test.point(index, k) - test.centre(Int(test.owners[index]), k)
              return difference * difference
            })
        }, half: 0x1p-52)
      for (name, kernels) in KernelSets.all {
        let points = OffsetFloats(test.points, offset: round % 16)
        let sums = OffsetFloats(
          [Float](repeating: 0, count: test.centres * test.stride), offset: (round * 3) % 16)
        var counts = [Int32](repeating: 1, count: test.centres)
        var totals = [Double](repeating: 0, count: test.width)
        let squares = test.with { p in
          kernels.addColumns(p, points.values, test.count, &totals)
          kernels.addPoints(
            p, points.values, test.count, test.owners, sums.values, &counts)
          return kernels.squaredDistances(
            p, points.values, test.count, test.centreValues, test.owners)
        }
        let found = sums.numbers
        #expect(zip(columns, totals).allSatisfy { $0.admits($1) }, "\(name)")
        #expect(counts.map { Int($0) } == members.map { $0.count + 1 }, "\(name)")
        #expect(distances.admits(squares), "\(name)")
        #expect(
          sums.areGuardsIntact
            && found.indices.allSatisfy { place in
              let (centre, k) = (place / test.stride, place % test.stride)
              return k < test.width ? own[centre][k].admits(found[place]) : found[place] == 0
            }, "\(name)")
      }
    }
  }
}
