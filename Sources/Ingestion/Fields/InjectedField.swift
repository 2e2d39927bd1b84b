internal import Foundation
internal import Frames
internal import Planes
internal import Sky
internal import Sources
internal import Tensors

/// A field with artificial stars in its frames, and which of the sources found there they are.
struct InjectedField {
  let field: Field
  /// Where the artificial stars are.
  let stars: [SkyPosition]
  /// The sources found without them.
  private let known: [SkyPosition]

  /// A source this near to an artificial star is that star, in arcseconds: 0.92 widths of a point, 1.2″ in SDSS's
  /// usual seeing.
  private let radius: Double

  /// - Parameter name: the field's name in the table that its anchors were chosen from.
  init(
    _ original: Field, named name: String, injection: StarInjection, settings: IngestSettings,
    workers: Workers
  ) throws {
    let reference = try original.reference(settings)
    let anchors = injection.anchors.inField(name)
    let places = try original.frames.map {
      try $0.wcs.pixels(ra: anchors.map(\.position.ra), dec: anchors.map(\.position.dec))
    }
    // Cut once for all copies, in the order of the bands; an anchor is whole in every band or none.
    let stamps = anchors.indices.map { anchor in
      zip(original.frames, places).compactMap { frame, places in
        StarStamp(of: frame, x: places.x[anchor], y: places.y[anchor])
      }
    }
    let whole = anchors.indices.filter { stamps[$0].count == original.frames.count }
    let base = original.frames.firstIndex { $0.band == reference.band } ?? 0
    let copies = injection.draw(
      original.id, magnitudes: whole.map { anchors[$0].magnitude },
      places: whole.map { (places[base].x[$0], places[base].y[$0]) },
      width: reference.plane.width, height: reference.plane.height)
    let targets = try reference.wcs.sky(x: copies.map(\.to.x), y: copies.map(\.to.y))
    stars = targets.map { SkyPosition(ra: $0.ra, dec: $0.dec) }

    var frames: [Frame] = []
    for (band, frame) in original.frames.enumerated() {
      let ends = try frame.wcs.pixels(ra: stars.map(\.ra), dec: stars.map(\.dec))
      var random = RandomNumbers.stream(UInt64(clamping: band) + 1, seed: injection.seed)
      var pixels = frame.plane.pixels
      for (index, copy) in copies.enumerated() {
        let anchor = whole[copy.anchor]
        stamps[anchor][band].dimmed(
          by: copy.dimming, photon: frame.quality.photon ?? 0, random: &random
        ).add(
          to: &pixels, of: frame.plane, dx: ends.x[index] - places[band].x[anchor],
          dy: ends.y[index] - places[band].y[anchor])
      }
      frames.append(
        frame.showing(
          PixelPlane(width: frame.plane.width, height: frame.plane.height, pixels: pixels)))
    }
    let found = try FieldSources(detectedIn: original, settings: settings, workers: workers)
    known = found.sources.map(\.position)
    radius =
      found.width.map { 1.2 * max($0, 2) * reference.wcs.pixelScale / 1.3 } ?? 1.2
    field = Field(id: original.id, frames: frames)
  }

  /// The places in `found` of the artificial stars: where one was put and nothing was before.
  func artificial(among found: [SkyPosition]) -> Set<Int> {
    let matched = SkyMatch.oneToOne(found, stars, radius: radius).map(\.first)
    let old = Set(
      SkyMatch.pairs(matched.map { found[$0] }, known, radius: radius).map(\.first))
    return Set(matched.indices.filter { !old.contains($0) }.map { matched[$0] })
  }
}
