internal import Foundation
internal import Frames
internal import Sky
internal import Sources
internal import Tensors

/// What every pass of artificial stars through a field begins from: the field as it was read, the sources found without
/// any of them, and the stars that are copied, cut out.
struct InjectionGround {
  let loaded: LoadedField
  let injection: StarInjection
  let anchors: [StarAnchors.Anchor]
  /// Where the anchors are in every band.
  let places: [(x: [Double], y: [Double])]
  /// `[anchor][band]`; in the order of the bands.
  let stamps: [[StarStamp]]
  /// The anchors that are whole in every band.
  let whole: [Int]
  /// The number of the reference band's frame.
  let base: Int
  /// The sources found without artificial stars.
  let known: [SkyPosition]
  /// A source this near to an artificial star is that star, in arcseconds: 0.92 widths of a point, 1.2″ in SDSS's
  /// usual seeing.
  let radius: Double

  /// Nil without artificial stars.
  init?(
    _ loaded: LoadedField, injection: StarInjection?, settings: IngestSettings, workers: Workers
  ) throws {
    guard let injection, case .frames(let original, let name, _) = loaded else { return nil }
    (self.loaded, self.injection) = (loaded, injection)
    let reference = try original.reference(settings)
    let anchors = injection.anchors.inField(name)
    let places = try original.frames.map {
      try $0.wcs.pixels(ra: anchors.map(\.position.ra), dec: anchors.map(\.position.dec))
    }
    // Cut once for all copies; an anchor is whole in every band or none.
    let stamps = anchors.indices.map { anchor in
      zip(original.frames, places).compactMap { frame, places in
        StarStamp(of: frame, x: places.x[anchor], y: places.y[anchor])
      }
    }
    whole = anchors.indices.filter { stamps[$0].count == original.frames.count }
    base = original.frames.firstIndex { $0.band == reference.band } ?? 0
    (self.anchors, self.places, self.stamps) = (anchors, places, stamps)
    let found = try FieldSources(detectedIn: original, settings: settings, workers: workers)
    known = found.sources.map(\.position)
    radius =
      found.width.map { 1.2 * max($0, 2) * reference.wcs.pixelScale / 1.3 } ?? 1.2
  }
}
