internal import Foundation
internal import Tensors

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
  /// How far the centres lie from where they were said to be.
  private var shift = (x: 0.0, y: 0.0)

  /// What measuring a cutout found out about its sky and centre.
  package struct Findings: Sendable {
    /// The local sky, band by band.
    package let sky: [Float]
    fileprivate let shift: (x: Double, y: Double)
  }

  package var findings: Findings { Findings(sky: sky, shift: shift) }

  /// - Parameters:
  ///   - pixels: [band, y, x] in survey units.
  ///   - offsets: dx, dy for each band: how far the source lies from pixel (size/2, size/2).
  ///   - stack: the bands whose weighted sum decides the centre.
  ///   - known: what was found when the same cutout was measured before, to be used again.
  package init(
    pixels: [Float], size: Int, noise: [Float], offsets: [Float], stack: [Int],
    known: Findings? = nil
  ) {
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
    for band in planes.indices {
      sky[band] = known?.sky[band] ?? localSky(band)
      subtract(sky[band], from: band)
    }
    shift = known?.shift ?? refinement(stack)
    for band in centres.indices {
      centres[band].x += shift.x
      centres[band].y += shift.y
    }
    for band in planes.indices { replaceNeighbours(band) }
  }

  private mutating func subtract(_ level: Float, from band: Int) {
    guard level != 0 else { return }
    planes[band].withUnsafeMutableBufferPointer { plane in
      for index in plane.indices { plane[index] -= level }
    }
  }

  /// The clipped median of an outer ring; 0 where it cannot be told.
  private func localSky(_ band: Int) -> Float {
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
    else { return 0 }
    for value in ring { sky.add(value) }
    return sky.count >= 30 ? sky.clippedMedian : 0
  }

  /// Replaces a pixel far brighter than all around the one opposite the centre by that one: what
  /// has no counterpart belongs to a neighbour (as the SDSS deblender's templates do).
  private mutating func replaceNeighbours(_ band: Int) {
    let plane = planes[band]
    let centre = centres[band]
    let limit = Float(5.5 * noise[band])
    for row in 0..<size {
      let dy = Double(row) - centre.y
      let mirrorRow = Int(bounded: (centre.y - dy).rounded())
      guard mirrorRow >= 1, mirrorRow < size - 1 else { continue }
      for column in 0..<size {
        let value = plane[row * size + column]
        guard value > limit else { continue }
        let dx = Double(column) - centre.x
        let mirrorColumn = Int(bounded: (centre.x - dx).rounded())
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

  /// By how much the Gaussian-windowed centroid of the stack moves all centres, at most 0.75 pixels.
  private func refinement(_ stack: [Int]) -> (x: Double, y: Double) {
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
    return shift
  }

  private func windowedMoments(
    _ plane: [Float], x: Double, y: Double
  ) -> (sum: Double, x: Double, y: Double, squares: Double) {
    let (column, row) = (Int(bounded: x.rounded()), Int(bounded: y.rounded()))
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
