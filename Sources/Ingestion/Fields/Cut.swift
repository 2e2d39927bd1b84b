internal import Cutouts
internal import Frames
internal import Planes

/// Where a source lies in every band, and how much of it is missing there.
struct Cut {
  let samplings: [CutoutSampling]
  let outside: Int
  let missing: Int
  let missingShare: Double

  /// Nil where a position is meaningless in one of the bands.
  ///
  /// - Parameter ratios: for every band the side of a cutout's pixel in the frame's, or nil.
  init?(
    _ frames: [Frame], at places: [(x: Double, y: Double)], size: Int, ratios: [Double?]
  ) {
    samplings = zip(places, ratios).compactMap {
      CutoutSampling(size: size, x: $0.x, y: $0.y, ratio: $1)
    }
    guard samplings.count == frames.count else { return nil }
    let losses = zip(samplings, frames).map { $0.losses(in: $1.plane) }
    outside = losses.reduce(0) { $0 + $1.outside }
    missing = losses.reduce(0) { $0 + $1.missing }
    missingShare = Double(outside + missing) / Double(size * size * frames.count)
  }

  func isKept(_ settings: IngestSettings) -> Bool {
    missingShare <= settings.largestMissing && (settings.edge == .fill || outside == 0)
  }

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
