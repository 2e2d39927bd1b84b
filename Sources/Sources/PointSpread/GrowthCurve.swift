/// Light in circles of growing radius around a source in one band.
package struct GrowthCurve: Sendable {
  /// The largest circle's radius in pixels, and how much each is larger than the one before.
  private static let (end, step) = (6.5, 0.5)
  private let plane: [Float]
  private let size: Int
  private let x, y: Double

  /// - Parameter plane: `[size, size]`, NaN where a pixel is missing.
  package init(of plane: [Float], size: Int, x: Double, y: Double) {
    (self.plane, self.size, self.x, self.y) = (plane, size, x, y)
  }

  private func light(within radius: Double) -> Double {
    PixelCircle(x: x, y: y, radius: radius).flux(of: plane, size: size)
  }

  /// The radius that holds half of the light within 6.5 pixels, in pixels; NaN where that light is
  /// not positive or a pixel is missing.
  package var halfLightRadius: Double {
    let total = light(within: Self.end)
    guard total > 0 else { return .nan }
    var (radius, flux) = (0.0, 0.0)
    for next in stride(from: Self.step, through: Self.end, by: Self.step) {
      let more = light(within: next)
      if more >= total / 2 {
        // Light grows with the area, so areas are what is interpolated.
        let share = (total / 2 - flux) / max(more - flux, .leastNormalMagnitude)
        return (radius * radius + share * (next * next - radius * radius)).squareRoot()
      }
      (radius, flux) = (next, more)
    }
    return radius
  }
}
