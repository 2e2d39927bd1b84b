internal import Planes
internal import Sky

/// The sky of a small image, from the pixels of its rim, where an object in the middle has no light.
struct RimStatistics {
  /// The median.
  let level: Float
  /// 1.4826 times the median distance from it, which is σ for a normal distribution.
  let noise: Float

  init(_ plane: PixelPlane, name: String) throws(SurveyError) {
    let thickness = max(1, min(plane.width, plane.height) / 8)
    var rim: [Float] = []
    for y in 0..<plane.height {
      let isEdge = y < thickness || y >= plane.height - thickness
      for x in 0..<plane.width
      where isEdge || x < thickness || x >= plane.width - thickness {
        let light = plane.pixels[y * plane.width + x]
        if light.isFinite { rim.append(light) }
      }
    }
    guard rim.count >= 8 else {
      throw SurveyError("cannot measure the noise of \(name): its rim is missing; leave it out")
    }
    let level = upperMedian(rim)
    let noise = 1.4826 * upperMedian(rim.map { abs($0 - level) })
    guard noise > 0, noise.isFinite else {
      throw SurveyError(
        "cannot measure the noise of \(name): the pixels of its rim are all alike; leave it out")
    }
    (self.level, self.noise) = (level, noise)
  }
}
