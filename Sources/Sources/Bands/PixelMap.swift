package import FITS
package import Frames

/// Where the pixels of one frame lie in another, by both frames' world coordinates.
///
/// Worked out at nodes every 64 pixels and linear between them: projections bend far less than a
/// pixel over such a distance.
package struct PixelMap: Sendable {
  private static let spacing = 64

  private let nodesAcross: Int
  /// `[node y, node x]`: the other frame's pixel; not finite where there is none.
  private let nodes: [SIMD2<Float>]

  package init(of frame: Frame, to other: Frame) throws(FITSError) {
    let across = (frame.plane.width + Self.spacing - 1) / Self.spacing + 1
    let up = (frame.plane.height + Self.spacing - 1) / Self.spacing + 1
    let places = (0..<across * up).map { node in
      (x: Double(node % across * Self.spacing), y: Double(node / across * Self.spacing))
    }
    let sky = try frame.wcs.sky(x: places.map(\.x), y: places.map(\.y))
    let pixels = try other.wcs.pixels(ra: sky.map(\.ra), dec: sky.map(\.dec))
    self.init(
      nodesAcross: across, nodes: zip(pixels.x, pixels.y).map { SIMD2(Float($0), Float($1)) })
  }

  /// - Parameter nodes: as many rows of `nodesAcross` as an image has cells of 64 pixels, and one more.
  package init(nodesAcross: Int, nodes: [SIMD2<Float>]) {
    (self.nodesAcross, self.nodes) = (nodesAcross, nodes)
  }

  /// Neighbouring pixels of a row, whose places in the other frame lie on a straight line.
  package struct Span {
    package let pixels: Range<Int>
    private let first, step: SIMD2<Float>

    fileprivate init(_ pixels: Range<Int>, first: SIMD2<Float>, step: SIMD2<Float>) {
      (self.pixels, self.first, self.step) = (pixels, first, step)
    }

    /// Where a pixel of the span lies.
    @inline(__always)
    package func place(_ x: Int) -> SIMD2<Float> { first + step * Float(x - pixels.lowerBound) }

    /// The pixel in the other frame that the first of the span becomes, where all the others follow
    /// it side by side when rounded; nil where they do not, or do not all lie within that frame less
    /// a border at its right and upper edges.
    package func block(
      _ rule: FloatingPointRoundingRule, within plane: (width: Int, height: Int), border: Int = 0
    ) -> (x: Int, y: Int)? {
      let (start, end) = (first.rounded(rule), place(pixels.upperBound - 1).rounded(rule))
      let length = Float(pixels.count - 1)
      // Comparisons with what is not finite are false.
      guard end.x - start.x == length, end.y == start.y, start.x >= 0, start.y >= 0,
        end.x < Float(plane.width - border), end.y < Float(plane.height - border)
      else { return nil }
      return (Int(start.x), Int(start.y))  // bounded above
    }
  }

  /// Calls `body` with the pixels of a row, from left to right.
  @inline(__always)
  package func forEachSpan(ofRow y: Int, width: Int, _ body: (Span) -> Void) {
    let first = y / Self.spacing * nodesAcross
    let t = Float(y % Self.spacing) / Float(Self.spacing)
    var left = nodes[first] * (1 - t) + nodes[first + nodesAcross] * t
    for start in stride(from: 0, to: width, by: Self.spacing) {
      let node = first + start / Self.spacing + 1
      let right = nodes[node] * (1 - t) + nodes[node + nodesAcross] * t
      body(
        Span(
          start..<min(start + Self.spacing, width), first: left,
          step: (right - left) / Float(Self.spacing)))
      left = right
    }
  }
}
