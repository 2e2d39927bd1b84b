internal import Foundation

/// The extent of the source in the middle of a small image.
package struct CentralShape {
  package let aperture: Aperture
  package let a, b, theta, halfLightRadius: Double
  package let flags: CutoutFlags

  /// nil where nothing is detected within three pixels of the middle.
  package init?(_ plane: PixelPlane, level: Float, noise: Float) {
    let pixels = plane.pixels.map { $0 - level }
    let (x, y) = (Double(plane.width - 1) / 2, Double(plane.height - 1) / 2)
    let found = try? SourceDetector().detect(
      inSkySubtracted: PixelPlane(width: plane.width, height: plane.height, pixels: pixels),
      noise: noise, name: "a cutout")
    func distance(_ detection: Detection) -> Double { hypot(detection.x - x, detection.y - y) }
    guard let nearest = found?.min(by: { distance($0) < distance($1) }), distance(nearest) <= 3
    else { return nil }
    aperture = nearest.aperture
    (a, b, theta) = (nearest.a, nearest.b, nearest.theta)
    halfLightRadius = nearest.halfLightRadius
    flags = nearest.flags
  }
}
