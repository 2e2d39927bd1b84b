internal import FITS

/// Where the pixels of one frame lie in another, by both frames' world coordinates.
///
/// Worked out at nodes every 64 pixels and linear between them: projections bend far less than a
/// pixel over such a distance.
struct PixelMap: Sendable {
  private static let spacing = 64

  private let nodesAcross: Int
  /// `[node y, node x]`: the other frame's pixel; not finite where there is none.
  private let nodes: [SIMD2<Float>]

  init(of frame: Frame, to other: Frame) throws(FITSError) {
    let across = (frame.plane.width + Self.spacing - 1) / Self.spacing + 1
    let up = (frame.plane.height + Self.spacing - 1) / Self.spacing + 1
    let places = (0..<across * up).map { node in
      (x: Double(node % across * Self.spacing), y: Double(node / across * Self.spacing))
    }
    let sky = try frame.wcs.sky(x: places.map(\.x), y: places.map(\.y))
    let pixels = try other.wcs.pixels(ra: sky.map(\.ra), dec: sky.map(\.dec))
    nodesAcross = across
    nodes = zip(pixels.x, pixels.y).map { SIMD2(Float($0), Float($1)) }
  }

  /// Calls `body` with every pixel of a row, from left to right, and its place in the other frame.
  @inline(__always)
  func forEachPixel(ofRow y: Int, width: Int, _ body: (_ x: Int, _ place: SIMD2<Float>) -> Void) {
    let first = y / Self.spacing * nodesAcross
    let t = Float(y % Self.spacing) / Float(Self.spacing)
    var left = nodes[first] * (1 - t) + nodes[first + nodesAcross] * t
    for start in stride(from: 0, to: width, by: Self.spacing) {
      let node = first + start / Self.spacing + 1
      let right = nodes[node] * (1 - t) + nodes[node + nodesAcross] * t
      let step = (right - left) / Float(Self.spacing)
      for x in start..<min(start + Self.spacing, width) {
        body(x, left + step * Float(x - start))
      }
      left = right
    }
  }
}
