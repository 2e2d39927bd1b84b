package import Planes

/// How one band's cutout of one source is taken out of a frame: its own pixels, or a new grid.
package enum CutoutSampling: Sendable {
  case nearest(CutoutWindow)
  case resampled(ResampledWindow)

  /// nil where the position is meaningless.
  ///
  /// - Parameter ratio: the side of a new pixel in the frame's; nil keeps the frame's pixels.
  package init?(size: Int, x: Double, y: Double, ratio: Double?) {
    if let ratio {
      guard let window = ResampledWindow(size: size, x: x, y: y, ratio: ratio) else { return nil }
      self = .resampled(window)
    } else {
      guard let window = CutoutWindow(size: size, x: x, y: y) else { return nil }
      self = .nearest(window)
    }
  }

  /// How far the position lies from the centre of the cutout's pixel (n/2, n/2), in its pixels.
  package var offset: (x: Float, y: Float) {
    switch self {
    case .nearest(let window): (window.offsetX, window.offsetY)
    case .resampled: (-0.5, -0.5)
    }
  }

  /// What light is multiplied by where its density is concerned, as that of the sky.
  package var areaFactor: Float {
    switch self {
    case .nearest: 1
    case .resampled(let window): Float(window.ratio * window.ratio)
    }
  }

  package var noiseFactor: Float {
    switch self {
    case .nearest: 1
    case .resampled(let window): window.noiseFactor
    }
  }

  /// The side of the cutout's pixel in the frame's.
  package var ratio: Double {
    switch self {
    case .nearest: 1
    case .resampled(let window): window.ratio
    }
  }

  package func losses(in plane: PixelPlane) -> (outside: Int, missing: Int) {
    switch self {
    case .nearest(let window): window.losses(in: plane)
    case .resampled(let window): window.losses(in: plane)
    }
  }

  /// Copies the light `[y, x]`; what is missing becomes `fill`.
  package func copy(
    from plane: PixelPlane, fill: Float, to target: UnsafeMutableBufferPointer<Float>
  ) {
    switch self {
    case .nearest(let window): window.copy(from: plane, fill: fill, to: target)
    case .resampled(let window):
      let pixels = window.resample(plane.pixels, width: plane.width, height: plane.height)
      for index in target.indices { target[index] = pixels[index].isFinite ? pixels[index] : fill }
    }
  }

  /// The plane that `copy(uncertainty:)` reads: 1/σ², or σ² where sums are to be made of it.
  package static func uncertainty(
    _ inverse: [Float], width: Int, height: Int, resampled: Bool
  ) -> PixelPlane {
    let values = resampled ? inverse.map { $0 > 0 ? 1 / $0 : .nan } : inverse
    return PixelPlane(width: width, height: height, numbers: values)
  }

  /// Copies 1/σ² `[y, x]`; 0 where there is none.
  package func copy(uncertainty plane: PixelPlane, to target: UnsafeMutableBufferPointer<Float>) {
    switch self {
    case .nearest(let window): window.copy(from: plane, fill: 0, to: target)
    case .resampled(let window):
      let pixels = window.resample(
        plane.pixels, width: plane.width, height: plane.height, squared: true)
      for index in target.indices {
        target[index] = pixels[index] > 0 && pixels[index].isFinite ? 1 / pixels[index] : 0
      }
    }
  }

  /// Whether any of the frame's pixels under the cutout satisfies a condition on its index.
  package func contains(width: Int, height: Int, where condition: (Int) -> Bool) -> Bool {
    let region =
      switch self {
      case .nearest(let window):
        (
          columns: window.column..<window.column + window.size,
          rows: window.row..<window.row + window.size
        )
      case .resampled(let window): window.region
      }
    let columns = region.columns.clamped(to: 0..<width)
    return region.rows.clamped(to: 0..<height).contains { row in
      columns.contains { condition(row * width + $0) }
    }
  }
}
