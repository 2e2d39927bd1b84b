internal import Frames
internal import Planes
internal import Sources
internal import Tensors

/// The light of a field's sources in every band, without the pixels of their neighbours.
struct FieldPhotometry {
  /// `[band][source]` in the frames' units; NaN where a source has no place in a band.
  private(set) var fluxes: [[Float]] = []
  /// What the reference band's apertures say, by source.
  private(set) var flags: [CutoutFlags]

  /// The light of one source in every band.
  func light(of source: Int) -> [Float] { fluxes.map { $0[source] } }

  /// - Parameter places: for every band the sources' pixels.
  init(
    of found: FieldSources, in field: Field, at places: [(x: [Double], y: [Double])],
    _ alignment: FieldAlignment, settings: IngestSettings, workers: Workers
  ) throws {
    let sources = found.sources
    let reference = try field.reference(settings)
    flags = sources.map(\.flags)
    for (band, frame) in field.frames.enumerated() {
      // One band's map at a time, for the sake of memory.
      let segments = try found.segments.map { segments in
        frame.band == reference.band
          ? segments
          : segments.laid(
            on: frame.plane, try PixelMap(of: frame, to: reference), workers: workers)
      }
      let (x, y, scale) = (places[band].x, places[band].y, alignment.relativeScales[band])
      let sums = workers.map(sources.count) { index in
        guard x[index].isFinite, y[index].isFinite else {
          return (flux: Double.nan, flags: Int32(0))
        }
        let aperture = sources[index].aperture
        return (scale == 1 ? aperture : aperture.scaled(by: 1 / scale)).sum(
          x: x[index], y: y[index], in: frame.plane, background: frame.background,
          of: segments.map { (index + 1, $0) })
      }
      fluxes.append(sums.map { Float($0.flux) })
      guard frame.band == reference.band else { continue }
      for index in flags.indices where x[index].isFinite && y[index].isFinite {
        flags[index].formUnion(CutoutFlags(sep: sums[index].flags))
      }
    }
  }
}
