internal import Foundation

/// A cutout made ready for measuring: local sky taken off, neighbours replaced, centre refined.
package struct PreparedCutout: Sendable {
  /// One plane [size, size] for each band, in survey units; NaN where a pixel is missing.
  package private(set) var planes: [[Float]]
  package let size: Int
  /// Sky noise per pixel for each band.
  package let noise: [Double]
  /// The local sky that was taken off each band.
  package private(set) var sky: [Float]
  /// The source's centre in each band, in pixels counted from 0.
  package private(set) var centres: [(x: Double, y: Double)]

  /// - Parameters:
  ///   - pixels: [band, y, x] in survey units.
  ///   - offsets: dx, dy for each band: how far the source lies from pixel (size/2, size/2).
  ///   - stack: the bands whose weighted sum decides the centre.
  package init(pixels: [Float], size: Int, noise: [Float], offsets: [Float], stack: [Int]) {
    let area = size * size
    self.size = size
    self.noise = noise.map(Double.init)
    sky = noise.map { _ in 0 }
    planes = noise.indices.map { Array(pixels[($0 * area)..<(($0 + 1) * area)]) }
    let middle = Double(size / 2)
    centres = noise.indices.map { band in
      let (dx, dy) = (Double(offsets[2 * band]), Double(offsets[2 * band + 1]))
      return (middle + (dx.isFinite ? dx : 0), middle + (dy.isFinite ? dy : 0))
    }
    for band in planes.indices { subtractSky(band) }
    refineCentre(stack)
    for band in planes.indices { replaceNeighbours(band) }
  }

  /// Takes off the clipped median of an outer ring.
  private mutating func subtractSky(_ band: Int) {
    let (inner, outer) = (0.24 * Double(size), 0.5 * Double(size) - 1)
    let (centre, plane) = (centres[band], planes[band])
    var ring: [Float] = []
    ring.reserveCapacity(size * size)
    for row in 0..<size {
      let dy = Double(row) - centre.y
      for column in 0..<size {
        let dx = Double(column) - centre.x
        let distance = dx * dx + dy * dy
        if distance >= inner * inner, distance < outer * outer {
          ring.append(plane[row * size + column])
        }
      }
    }
    let few = stride(from: 0, to: ring.count, by: max(1, ring.count / 99)).map { ring[$0] }
      .filter(\.isFinite).sorted()
    guard few.count >= 5,
      var sky = SkyHistogram(noise: noise[band], guess: few[few.count / 2])
    else { return }
    for value in ring { sky.add(value) }
    guard sky.count >= 30 else { return }
    let level = sky.clippedMedian
    self.sky[band] = level
    planes[band] = plane.map { $0 - level }
  }

  /// Replaces a pixel far brighter than all around the one opposite the centre by that one: what
  /// has no counterpart belongs to a neighbour (as the SDSS deblender's templates do).
  private mutating func replaceNeighbours(_ band: Int) {
    let plane = planes[band]
    let centre = centres[band]
    let limit = Float(5.5 * noise[band])
    for row in 0..<size {
      let dy = Double(row) - centre.y
      let mirrorRow = Int((centre.y - dy).rounded())
      guard mirrorRow >= 1, mirrorRow < size - 1 else { continue }
      for column in 0..<size {
        let value = plane[row * size + column]
        guard value > limit else { continue }
        let dx = Double(column) - centre.x
        let mirrorColumn = Int((centre.x - dx).rounded())
        guard dx * dx + dy * dy > 6.25, mirrorColumn >= 1, mirrorColumn < size - 1 else {
          continue
        }
        let mirror = mirrorRow * size + mirrorColumn
        var brightest = -Float.infinity
        for step in [-size, 0, size] {
          for position in (mirror + step - 1)...(mirror + step + 1) {
            // A missing pixel compares false and is left aside.
            if plane[position] > brightest { brightest = plane[position] }
          }
        }
        if value > 1.3 * max(0, brightest) + limit, plane[mirror].isFinite {
          planes[band][row * size + column] = plane[mirror]
        }
      }
    }
  }

  /// Moves all centres by the Gaussian-windowed centroid of the stack, at most 0.75 pixels.
  private mutating func refineCentre(_ stack: [Int]) {
    var shift = (x: 0.0, y: 0.0)
    for _ in 0..<4 {
      var (sum, alongX, alongY, error) = (0.0, 0.0, 0.0, 0.0)
      for band in stack {
        let weight = 1 / (noise[band] * noise[band])
        let (x, y) = (centres[band].x + shift.x, centres[band].y + shift.y)
        let moments = windowedMoments(planes[band], x: x, y: y)
        guard moments.sum.isFinite else { continue }
        sum += weight * moments.sum
        alongX += weight * moments.x
        alongY += weight * moments.y
        error += weight * moments.squares
      }
      guard sum > 4 * error.squareRoot(), sum > 0 else { break }
      shift.x = min(0.75, max(-0.75, shift.x + 2 * alongX / sum))
      shift.y = min(0.75, max(-0.75, shift.y + 2 * alongY / sum))
    }
    for band in centres.indices {
      centres[band].x += shift.x
      centres[band].y += shift.y
    }
  }

  private func windowedMoments(
    _ plane: [Float], x: Double, y: Double
  ) -> (sum: Double, x: Double, y: Double, squares: Double) {
    let (column, row) = (Int(x.rounded()), Int(y.rounded()))
    let reach = 4
    guard column >= reach, row >= reach, column + reach < size, row + reach < size else {
      return (.nan, 0, 0, 0)
    }
    var result = (sum: 0.0, x: 0.0, y: 0.0, squares: 0.0)
    for j in (row - reach)...(row + reach) {
      let dy = Double(j) - y
      for i in (column - reach)...(column + reach) {
        let dx = Double(i) - x
        let weight = exp(-(dx * dx + dy * dy) / (2 * 1.6 * 1.6))
        let value = weight * Double(plane[j * size + i])
        result.sum += value
        result.x += value * dx
        result.y += value * dy
        result.squares += weight * weight
      }
    }
    return result
  }
}
