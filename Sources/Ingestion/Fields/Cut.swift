internal import Cutouts
internal import Frames
internal import Planes

/// Where a source lies in every band, and how much of it is missing there.
struct Cut {
  let samplings: [CutoutSampling]
  let outside: Int
  let missing: Int
  let missingShare: Double

  /// Nil where a position is meaningless in one of the bands; a band in which a given position has no place is
  /// missing there.
  ///
  /// - Parameter ratios: for every band the side of a cutout's pixel in the frame's, or nil.
  init?(
    _ frames: [Frame], at places: [(x: Double, y: Double)], size: Int, ratios: [Double?],
    isGiven: Bool
  ) {
    samplings = zip(places, ratios).compactMap { place, ratio in
      CutoutSampling(size: size, x: place.x, y: place.y, ratio: ratio)
        ?? (isGiven
          ? CutoutSampling(size: size, x: Self.nowhere, y: Self.nowhere, ratio: ratio) : nil)
    }
    guard samplings.count == frames.count else { return nil }
    let losses = zip(samplings, frames).map { $0.losses(in: $1.plane) }
    outside = losses.reduce(0) { $0 + $1.outside }
    missing = losses.reduce(0) { $0 + $1.missing }
    missingShare = Double(outside + missing) / Double(size * size * frames.count)
  }

  /// - Parameter isGiven: a catalog asks for it: then it is kept however much of it is missing.
  func isKept(_ settings: IngestSettings, isGiven: Bool) -> Bool {
    (isGiven || missingShare <= settings.largestMissing)
      && (settings.edge == .fill || outside == 0)
  }

  /// Outside of any frame.
  private static let nowhere = -1e8

  /// What the frames say of the pixels under the cutout.
  func marks(_ frames: [Frame]) -> CutoutFlags {
    var flags: CutoutFlags = []
    for (sampling, frame) in zip(samplings, frames) {
      let (width, height) = (frame.plane.width, frame.plane.height)
      if let level = frame.quality.saturation,
        sampling.contains(width: width, height: height, where: { frame.plane.pixels[$0] >= level })
      {
        flags.insert(.saturated)
      }
      if let marked = frame.quality.marked,
        sampling.contains(width: width, height: height, where: { marked[$0] != 0 })
      {
        flags.insert(.masked)
      }
    }
    return flags
  }
}
