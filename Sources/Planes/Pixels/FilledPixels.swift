extension PixelPlane {
  /// The same with those pixels missing that a program filled with one value where nothing was observed, and the share that
  /// they are of all; without such pixels the plane itself, and nil.
  ///
  /// Filled regions would count as a sky without noise. They are told from light by a value that comes again exactly, beside
  /// itself, on 1 to 95 % of the plane: noise does not do that. Whole numbers do where noise is below a count or two, so
  /// planes of few different values are left as they are, and so is the largest value, at which stars are full.
  package func leavingOutFilling() -> (plane: PixelPlane, share: Double?) {
    guard let value = commonestValue, let isFlat = flat(at: value) else { return (self, nil) }
    let share = Double(isFlat.count { $0 == 1 }) / Double(pixels.count)
    guard Self.shares.contains(share) else { return (self, nil) }
    return (leavingOut { isFlat[$0] == 1 }, share)
  }

  private static let shares = 0.01...0.95

  /// The value that most of a sample has, if it is filling: often there, neither of a plane of few values nor the largest.
  private var commonestValue: Float? {
    var (counts, sample) = ([Float: Int](), [Float]())
    for index in stride(from: 0, to: pixels.count, by: max(1, pixels.count / 8192) | 1) {
      let pixel = pixels[index]
      guard pixel.isFinite else { continue }
      counts[pixel, default: 0] += 1
      sample.append(pixel)
    }
    guard let (value, count) = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }),
      value != sample.max(), Double(count) > 0.01 * Double(sample.count)
    else { return nil }
    let others = sample.filter { $0 != value }.map { $0 - value }
    // Light that was measured is hardly ever the same twice.
    guard Double(counts.count - 1) > 0.5 * Double(others.count) else { return nil }
    return Self.isNoisy(others) ? value : nil
  }

  /// Whether pixels are noise around another level than the filling, or around its own; and not the wings of stars that were
  /// drawn on a sky without noise, which come as near to it as one likes from above.
  private static func isNoisy(_ differences: [Float]) -> Bool {
    let below = differences.count { $0 < 0 }
    let few = differences.count / 20
    if min(below, differences.count - below) > few { return true }
    let distances = differences.map(abs).sorted()
    return distances[few] > 0.2 * distances[distances.count / 2]
  }

  /// 1 where a pixel and all beside it have the value; nil where most that have it stand alone.
  private func flat(at value: Float) -> [UInt8]? {
    var (isFlat, count, flat) = ([UInt8](repeating: 0, count: pixels.count), 0, 0)
    pixels.withUnsafeBufferPointer { pixels in
      for y in 0..<height {
        for x in 0..<width where pixels[y * width + x] == value {
          count += 1
          let index = y * width + x
          let isInside =
            (x == 0 || pixels[index - 1] == value) && (x == width - 1 || pixels[index + 1] == value)
            && (y == 0 || pixels[index - width] == value)
            && (y == height - 1 || pixels[index + width] == value)
          if isInside { (isFlat[index], flat) = (1, flat + 1) }
        }
      }
      guard flat * 5 >= count * 2 else { return }
      // The rim of a region, whose pixels are as empty, lies beside flat ones.
      let core = isFlat
      for y in 0..<height {
        for x in 0..<width where pixels[y * width + x] == value && core[y * width + x] == 0 {
          let index = y * width + x
          let touches =
            (x > 0 && core[index - 1] == 1) || (x < width - 1 && core[index + 1] == 1)
            || (y > 0 && core[index - width] == 1) || (y < height - 1 && core[index + width] == 1)
          if touches { isFlat[index] = 1 }
        }
      }
    }
    return flat * 5 >= count * 2 ? isFlat : nil
  }
}
