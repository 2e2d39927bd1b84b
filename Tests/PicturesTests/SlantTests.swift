import Foundation
import Pictures
import Testing

@Suite struct SlantTests {
  /// A bar of 16 rows that leans by `slope` pixels a row, off the middle of 28×28 pixels.
  private func bar(slope: Double) -> [Float] {
    (0..<784).map { index in
      let (x, y) = (Double(index % 28), Double(index / 28))
      guard (4..<20).contains(index / 28) else { return 0 }
      let distance = x - 11 - slope * (y - 11.5)
      return Float(exp(-distance * distance / 3))
    }
  }

  private func moments(_ image: [Float]) -> (x: Double, y: Double, xy: Double) {
    var (light, x, y) = (0.0, 0.0, 0.0)
    for (index, value) in image.enumerated() {
      light += Double(value)
      x += Double(value) * Double(index % 28)
      y += Double(value) * Double(index / 28)
    }
    (x, y) = (x / light, y / light)
    let xy = image.enumerated().reduce(0.0) { sum, pixel in
      sum + Double(pixel.element) * (Double(pixel.offset % 28) - x)
        * (Double(pixel.offset / 28) - y)
    }
    return (x, y, xy / light)
  }

  @Test(arguments: [0.5, -0.4, 0])
  func leaningBarsStandInTheMiddle(slope: Double) {
    var image = bar(slope: slope)
    image.withUnsafeMutableBufferPointer { Slant.remove(from: $0, size: 28) }
    let after = moments(image)
    #expect(abs(after.x - 13.5) < 0.05 && abs(after.y - 13.5) < 0.05)
    #expect(abs(after.xy) < 0.15)
  }

  @Test func anEmptyImageStaysEmpty() {
    var image = [Float](repeating: 0, count: 784)
    image.withUnsafeMutableBufferPointer { Slant.remove(from: $0, size: 28) }
    #expect(image.allSatisfy { $0 == 0 })
  }
}
