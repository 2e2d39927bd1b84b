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
  /// Where the stars are whose copies they are.
  private let originals: [SkyPosition]
  private let ground: InjectionGround

  /// - Parameter original: the field of the ground, under the name of its pass.
  init(_ original: Field, on ground: InjectionGround) throws {
    self.ground = ground
    let (injection, anchors, places) = (ground.injection, ground.anchors, ground.places)
    let (stamps, whole, base, reference) = (
      ground.stamps, ground.whole, ground.base, original.frames[ground.base]
    )
    let copies = injection.draw(
      original.id, magnitudes: whole.map { anchors[$0].magnitude },
      places: whole.map { (places[base].x[$0], places[base].y[$0]) },
      width: reference.plane.width, height: reference.plane.height)
    let targets = try reference.wcs.sky(x: copies.map(\.to.x), y: copies.map(\.to.y))
    stars = targets.map { SkyPosition(ra: $0.ra, dec: $0.dec) }
    originals = copies.map { anchors[whole[$0.anchor]].position }

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
    field = Field(id: original.id, frames: frames)
  }

  /// The places in `found` of the artificial stars, where one was put and nothing was before, and the star whose copy
  /// each is.
  func artificial(among found: [SkyPosition]) -> [Int: SkyPosition] {
    let matched = SkyMatch.oneToOne(found, stars, radius: ground.radius)
    let old = Set(
      SkyMatch.pairs(matched.map { found[$0.first] }, ground.known, radius: ground.radius).map(
        \.first))
    var copies: [Int: SkyPosition] = [:]
    for (place, pair) in matched.enumerated() where !old.contains(place) {
      copies[pair.first] = originals[pair.second]
    }
    return copies
  }
}
