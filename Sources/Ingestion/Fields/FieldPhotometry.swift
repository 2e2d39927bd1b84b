internal import Frames
internal import Planes
internal import Sources
internal import Tensors

/// The light of a field's sources in every band, without the pixels of their neighbours.
struct FieldPhotometry {
  /// `[band][source]` in the frames' units; NaN where a source has no place in a band.
  private(set) var fluxes: [[Float]] = []
  /// The standard deviation of each, in the same order.
  private(set) var errors: [[Float]] = []
  /// What the reference band's apertures say, by source.
  private(set) var flags: [CutoutFlags]

  /// The light of one source in every band, and its errors.
  func light(of source: Int) -> [Float] { fluxes.map { $0[source] } }
  func errors(of source: Int) -> [Float] { errors.map { $0[source] } }

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
      let noise = ApertureNoise(of: frame, segments: segments)
      let sums = workers.map(sources.count) { index in
        let (x, y, aperture) = (x[index], y[index], sources[index].aperture)
        guard abs(x) < 1e9, abs(y) < 1e9 else {
          return (flux: Double.nan, error: Double.nan, flags: Int32.zero)
        }
        let own = scale == 1 ? aperture : aperture.scaled(by: 1 / scale)
        let number = segments.map { (index + 1, $0) }
        let sum = own.sum(
          x: x, y: y, in: frame.plane,
          sky: frame.background.level(x: Int(bounded: x), y: Int(bounded: y)), of: number)
        return (sum.flux, noise.error(of: sum, in: own, x: x, y: y, number), sum.flags)
      }
      fluxes.append(sums.map { Float($0.flux) })
      errors.append(sums.map { Float($0.error) })
      guard frame.band == reference.band else { continue }
      for index in flags.indices where x[index].isFinite && y[index].isFinite {
        flags[index].formUnion(CutoutFlags(sep: sums[index].flags))
      }
    }
  }
}
