internal import Tensors

/// The light of each source by itself, as the detection image of some bands would show it without noise.
struct SourceLight {
  private let frames: [SimulatedFrame]
  private let places: (x: [Double], y: [Double])
  private let field: SimulatedField

  /// - Parameters:
  ///   - frames: the bands that are summed.
  ///   - reference: whose grid is painted on.
  init(frames: [SimulatedFrame], on reference: SimulatedFrame) throws {
    (self.frames, field) = (frames, reference.field)
    places = try reference.places()
  }

  /// The source, by its place in the field's list, that gives most light to a pixel; −1 where none gives as
  /// much as `threshold` in units of the detection image's noise.
  func owners(above threshold: Float) -> [Int32] {
    let (width, height) = (field.settings.width, field.settings.height)
    var owners = [Int32](repeating: -1, count: width * height)
    var most = [Float](repeating: threshold, count: width * height)
    for index in field.sources.indices {
      let parts = parts(of: index)
      guard parts.reduce(0, { $0 + $1.peak }) >= Double(threshold) else { continue }
      let floor = Double(threshold) / 500
      let reach = parts.map { part in
        let extent = part.extent(floor: floor)
        return (
          left: part.x - extent.x, right: part.x + extent.x, low: part.y - extent.y,
          top: part.y + extent.y
        )
      }
      let left = max(0, Self.whole(reach.map(\.left).min() ?? 0))
      let right = min(width, Self.whole(reach.map(\.right).max() ?? 0) + 2)
      let low = max(0, Self.whole(reach.map(\.low).min() ?? 0))
      let top = min(height, Self.whole(reach.map(\.top).max() ?? 0) + 2)
      guard left < right, low < top else { continue }
      let (columns, rows) = (right - left, top - low)
      var stamp = [Float](repeating: 0, count: columns * rows)
      stamp.withUnsafeMutableBufferPointer { stamp in
        for var part in parts {
          part.x -= Double(left)
          part.y -= Double(low)
          part.paint(on: stamp, width: columns, height: rows, floor: floor)
        }
      }
      for row in 0..<rows {
        let line = (low + row) * width + left
        for column in 0..<columns where stamp[row * columns + column] >= most[line + column] {
          most[line + column] = stamp[row * columns + column]
          owners[line + column] = Int32(clamping: index)
        }
      }
    }
    return owners
  }

  /// A source's Gaussians in all bands, in units of the detection image's noise.
  private func parts(of index: Int) -> [EllipticalGaussian] {
    let source = field.sources[index]
    let settings = field.settings
    let (x, y) = (places.x[index], places.y[index])
    guard x.isFinite, y.isFinite else { return [] }
    return frames.flatMap { frame in
      let local = frame.spread.gaussians(
        atX: 2 * x / Double(settings.width) - 1, y: 2 * y / Double(settings.height) - 1)
      let flux = frame.flux(of: source) / frame.noise / Double(frames.count).squareRoot()
      return source.gaussians(flux: flux, x: x, y: y, spread: local, scale: settings.pixelScale)
    }
  }

  private static func whole(_ value: Double) -> Int {
    Int(bounded: max(-1e6, min(1e6, value.rounded(.down))))
  }
}
