import CKernels
import Tensors
import Testing

/// The searches among points and centres agree with the reference on random shapes.
@Suite struct PointKernelTests {
  static let names = KernelAgreementTests.names
  let reference = ckNamed("reference")!.pointee

  /// Points and centres on a coarse grid, so that products are exact and many distances are equal.
  private struct Case {
    let count, width, stride, centres: Int
    let points, centreValues: [Float]

    init(_ numbers: inout RandomNumbers) {
      count = 1 + numbers.integer(below: 90)
      width = 1 + numbers.integer(below: 40)
      stride = (width + 3) / 4 * 4 + 4 * numbers.integer(below: 2)
      centres = 1 + numbers.integer(below: 40)
      let stride = stride
      func values(_ rows: Int) -> [Float] {
        (0..<rows * stride).map { _ in Float(numbers.integer(below: 9) - 4) / 4 }
      }
      points = values(count)
      centreValues = values(centres)
    }

    func with<Result>(_ body: (UnsafePointer<CKPoints>) -> Result) -> Result {
      var description = CKPoints(width: width, stride: stride, centres: centres)
      return body(&description)
    }
  }

  private struct Nearest: Equatable {
    var nearest: [Int32]
    var scores, seconds, sums: [Float]
    var counts: [Int32]
    var columns: [Double]
    var centred, norms: [Float]
    var squares: Double
  }

  private func nearest(_ test: Case, _ kernels: CKKernels, seconds: Bool) -> Nearest {
    test.with { p in
      var packed = [Float](repeating: .nan, count: kernels.centreCount(p))
      var space = [Float](repeating: .nan, count: kernels.panelCount(p, 1))
      var result = Nearest(
        nearest: Array(repeating: 9, count: test.count + 1),
        scores: Array(repeating: 9, count: test.count + 1),
        seconds: Array(repeating: 9, count: test.count + 1),
        sums: Array(repeating: 0, count: test.centres * test.stride),
        counts: Array(repeating: 1, count: test.centres),
        columns: Array(repeating: 1, count: test.width),
        centred: Array(repeating: .nan, count: test.count * test.stride),
        norms: Array(repeating: .nan, count: test.count), squares: 0)
      kernels.packCentres(p, test.centreValues, true, &packed)
      kernels.nearest(
        p, test.points, test.count, packed, &space, &result.nearest, &result.scores, nil)
      if seconds {
        kernels.nearest(
          p, test.points, test.count, packed, &space, &result.nearest, &result.scores,
          &result.seconds)
      }
      kernels.addPoints(
        p, test.points, test.count, result.nearest, &result.sums, &result.counts)
      kernels.addColumns(p, test.points, test.count, &result.columns)
      kernels.centrePoints(
        p, test.points, test.count, test.stride, test.centreValues, &result.centred,
        &result.norms)
      result.squares = kernels.squaredDistances(
        p, test.points, test.count, test.centreValues, result.nearest)
      return result
    }
  }

  @Test(arguments: names) func nearest(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 21)
    for round in 0..<200 {
      let test = Case(&numbers)
      let results = [reference, kernels].map { nearest(test, $0, seconds: round % 2 == 0) }
      #expect(results[0] == results[1], "\(test.count) × \(test.width), \(test.centres) centres")
    }
  }

  @Test(arguments: names) func findAbove(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 22)
    for _ in 0..<200 {
      let test = Case(&numbers)
      let limits = (0..<test.centres).map { _ in
        [-Float.infinity, Float(numbers.integer(below: 80)) / -8, 0][numbers.integer(below: 3)]
      }
      let room = test.count + numbers.integer(below: 3)
      let results = [reference, kernels].map { kernels in
        test.with { p -> [[Float]] in
          var packed = [Float](repeating: .nan, count: kernels.centreCount(p))
          var panels = [Float](repeating: .nan, count: kernels.panelCount(p, test.count))
          var places = [Int32](repeating: -1, count: room * test.centres)
          var scores = [Float](repeating: 0, count: room * test.centres)
          var found = [Int](repeating: 7, count: test.centres)
          kernels.packCentres(p, test.centreValues, false, &packed)
          kernels.packPoints(p, test.points, test.count, &panels)
          kernels.findAbove(
            p, panels, test.count, packed, limits, room, &places, &scores, &found)
          return [places.map(Float.init), scores, found.map { Float($0) }]
        }
      }
      #expect(results[0] == results[1], "\(test.count) × \(test.width), \(test.centres) centres")
    }
  }
}
