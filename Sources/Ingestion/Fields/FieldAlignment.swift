internal import FITS
internal import Foundation
internal import Frames
internal import Sky
internal import Tensors

/// How the pixels of a field's bands lie to each other; refuses bands whose pixels cannot be cut out
/// side by side.
struct FieldAlignment {
  /// For every band the side of a cutout's pixel in the frame's; nil keeps the frame's pixels.
  let ratios: [Double?]
  /// For every band the side of its pixel in the reference band's; 1 where they are as good as equal.
  let relativeScales: [Double]

  init(_ field: Field, settings: IngestSettings) throws {
    let reference = try field.reference(settings)
    relativeScales = field.frames.map { frame in
      let scale = frame.wcs.pixelScale / reference.wcs.pixelScale
      return abs(scale - 1) < 0.005 ? 1 : scale
    }
    ratios = field.frames.map { frame in settings.pixelScale.map { $0 / frame.wcs.pixelScale } }
    let middle = (
      x: Double(reference.plane.width - 1) / 2, y: Double(reference.plane.height - 1) / 2
    )
    // The centre and a step along each axis.
    let sky = try reference.wcs.sky(
      x: [middle.x, middle.x + 1, middle.x], y: [middle.y, middle.y, middle.y + 1])
    for (frame, scale) in zip(field.frames, relativeScales) where frame.band != reference.band {
      let name = "band \(frame.band) of field \(field.id)"
      guard settings.pixelScale != nil || abs(scale - 1) <= 0.02 else {
        throw SurveyError(
          "\(name) (\(frame.path)) has pixels of \(Self.text(frame.wcs.pixelScale)) arcseconds, "
            + "band \(reference.band) of \(Self.text(reference.wcs.pixelScale)); name one scale "
            + "for all with --pixel-scale")
      }
      let pixels = try frame.wcs.pixels(ra: sky.map(\.ra), dec: sky.map(\.dec))
      let isInside =
        (-0.5..<Double(frame.plane.width) - 0.5).contains(pixels.x[0])
        && (-0.5..<Double(frame.plane.height) - 0.5).contains(pixels.y[0])
      guard isInside else {
        throw SurveyError(
          "\(name) (\(frame.path)) does not show the middle of band \(reference.band) "
            + "(\(reference.path)); give frames of the same piece of sky")
      }
      let along = (x: pixels.x[1] - pixels.x[0], y: pixels.y[1] - pixels.y[0])
      let up = (x: pixels.x[2] - pixels.x[0], y: pixels.y[2] - pixels.y[0])
      let turn = max(abs(atan2(along.y, along.x)), abs(atan2(-up.x, up.y))) * 180 / .pi
      guard turn <= 3 else {
        throw SurveyError(
          "\(name) (\(frame.path)) is turned or mirrored against band \(reference.band) by "
            + "\(Int(bounded: turn.rounded())) degrees; bring the bands to one orientation first")
      }
    }
  }

  private static func text(_ scale: Double) -> String { String(format: "%.3g", scale) }
}
