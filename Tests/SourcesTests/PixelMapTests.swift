import Sources
import Tensors
import Testing

/// Where the pixels of a frame lie in another one, span by span.
@Suite struct PixelMapTests {
  /// A map of 150 × 70 pixels that moves, stretches and turns a little, as the bands of a camera do.
  private func map(_ numbers: inout RandomNumbers) -> PixelMap {
    func small(_ size: Double) -> Float { Float(size * numbers.normal()) }
    let shift = SIMD2(small(20), small(20))
    let (stretch, turn) = (1 + small(1e-3), small(1e-3))
    let nodes = (0..<3 * 4).map { node -> SIMD2<Float> in
      let (x, y) = (Float(node % 4 * 64), Float(node / 4 * 64))
      return shift + SIMD2(stretch * x - turn * y, turn * x + stretch * y)
    }
    return PixelMap(nodesAcross: 4, nodes: nodes)
  }

  /// A block stands for its span: rounded alone, every pixel becomes the one beside the last, but for
  /// what lies on the border to within the rounding of floats.
  @Test(arguments: [FloatingPointRoundingRule.down, .toNearestOrAwayFromZero])
  func aBlockHoldsEveryPixelOfItsSpan(rule: FloatingPointRoundingRule) {
    var numbers = RandomNumbers(seed: 4)
    let plane = (width: 150, height: 70)
    let half: Float = rule == .down ? 0.5 : 0
    var blocks = 0
    for _ in 0..<200 {
      map(&numbers).forEachSpan(ofRow: numbers.integer(below: 70), width: 150) { span in
        guard let block = span.block(rule, within: plane, border: 1) else { return }
        blocks += 1
        for x in span.pixels {
          let expected = SIMD2(
            Float(block.x + x - span.pixels.lowerBound) + half, Float(block.y) + half)
          let off = span.place(x) - expected
          #expect(abs(off.x) <= 0.501 && abs(off.y) <= 0.501)
        }
        #expect(block.x >= 0 && block.y >= 0)
        #expect(block.x + span.pixels.count <= plane.width - 1 && block.y < plane.height - 1)
      }
    }
    #expect(blocks > 100)
  }

  @Test func spansCoverARowWithoutGaps() {
    var numbers = RandomNumbers(seed: 5)
    for _ in 0..<50 {
      var next = 0
      map(&numbers).forEachSpan(ofRow: 3, width: 150) { span in
        #expect(span.pixels.lowerBound == next)
        next = span.pixels.upperBound
      }
      #expect(next == 150)
    }
  }
}
