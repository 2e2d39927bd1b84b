/// What a point and exponential galaxies of a few sizes look like through one point spread, at
/// every eighth of a pixel.
package struct ShapeTemplates: Sendable {
  /// How many there are: the point, number 0, and the galaxies.
  package static let count = 1 + ExponentialDisks.radii.count
  /// Templates reach this far from the middle pixel.
  package static let reach = 8
  package static let side = 2 * reach + 1
  /// Positions within a pixel along each axis.
  static let shifts = 8
  /// Pixels of one template, filled up with zeros to whole groups of eight.
  static let length = (side * side + 7) / 8 * 8
  /// [template, shift y, shift x, pixel]
  private let values: [Float]

  package init(_ spread: FieldPointSpread, _ galaxies: ExponentialDisks) {
    var values: [Float] = []
    values.reserveCapacity(Self.count * Self.shifts * Self.shifts * Self.length)
    let mask = Self.mask
    for index in 0..<Self.count {
      let shape =
        index == 0
        ? spread.stamp
        : Self.convolved(spread.stamp, galaxies.stamps[index - 1])
      for j in 0..<Self.shifts {
        for i in 0..<Self.shifts {
          let moved = shape.shifted(x: Self.shift(i), y: Self.shift(j)).cropped(to: Self.reach)
          values += zip(moved.pixels, mask).map { $0 * $1 }
          values += [Float](repeating: 0, count: Self.length - moved.pixels.count)
        }
      }
    }
    self.values = values
  }

  /// The displacement of a shift number, −0.5 up to 0.375 pixels.
  static func shift(_ number: Int) -> Double { Double(number) / Double(shifts) - 0.5 }

  /// The pixels of template `index` moved by shift numbers (x, y).
  func withPixels<R>(
    _ index: Int, x: Int, y: Int, _ body: (UnsafeBufferPointer<Float>) -> R
  ) -> R {
    let start = ((index * Self.shifts + y) * Self.shifts + x) * Self.length
    return values.withUnsafeBufferPointer {
      body(.init(rebasing: $0[start..<(start + Self.length)]))
    }
  }

  /// One within `reach` of the middle, zero in the corners.
  static let mask: [Float] = (-reach...reach).flatMap { row in
    (-reach...reach).map { column in
      Double(row * row + column * column) <= Double(reach * reach) ? 1 : 0
    }
  }

  /// A point spread smeared by a galaxy.
  private static func convolved(_ stamp: Stamp, _ galaxy: Stamp) -> Stamp {
    let (reach, side) = (stamp.reach, stamp.side)
    precondition(galaxy.reach == reach, "stamps of one size")
    var result = [Float](repeating: 0, count: side * side)
    for j in -reach...reach {
      for i in -reach...reach {
        let weight = galaxy.pixels[(j + reach) * side + i + reach]
        guard weight > 1e-7 else { continue }
        for row in max(0, j)..<min(side, side + j) {
          for column in max(0, i)..<min(side, side + i) {
            result[row * side + column] += weight * stamp.pixels[(row - j) * side + column - i]
          }
        }
      }
    }
    return Stamp(reach: reach, pixels: result)
  }
}
