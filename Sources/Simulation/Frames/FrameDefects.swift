internal import Foundation
internal import Tensors

/// What goes wrong on a detector: full pixels that bleed, cosmic rays, dead columns and regions.
package struct FrameDefects {
  package let width: Int
  package let height: Int

  package init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
  }

  /// Cuts pixels at `level`; what a full pixel cannot hold runs up and down its column.
  package func saturate(_ pixels: inout [Float], level: Double) {
    let level = Float(level)
    for column in 0..<width {
      var row = 0
      while row < height {
        guard pixels[row * width + column] > level else {
          row += 1
          continue
        }
        var (excess, end) = (Float(0), row)
        while end < height, pixels[end * width + column] > level {
          excess += pixels[end * width + column] - level
          pixels[end * width + column] = level
          end += 1
        }
        bleed(excess / 2, from: end, by: 1, column: column, level: level, pixels: &pixels)
        bleed(excess / 2, from: row - 1, by: -1, column: column, level: level, pixels: &pixels)
        row = end
      }
    }
  }

  private func bleed(
    _ charge: Float, from start: Int, by step: Int, column: Int, level: Float,
    pixels: inout [Float]
  ) {
    var (rest, row) = (charge, start)
    while rest > 0, row >= 0, row < height {
      let position = row * width + column
      let room = max(0, level - pixels[position])
      let taken = min(room, rest)
      pixels[position] += taken
      rest -= taken
      row += step
    }
  }

  /// Adds a straight, sharp track a few pixels long.
  func addCosmicRay(
    to pixels: inout [Float], energy: Double, random: inout RandomNumbers
  ) {
    let (x, y) = (random.uniform() * Double(width), random.uniform() * Double(height))
    let angle = random.uniform(in: 0..<(2 * .pi))
    let length = 1 - 5 * log(1 - random.uniform())
    let steps = max(1, Int(bounded: (2 * length).rounded()))
    for step in 0..<steps {
      let along = Double(step) / 2
      let column = Int(bounded: x + along * cos(angle))
      let row = Int(bounded: y + along * sin(angle))
      guard (0..<width).contains(column), (0..<height).contains(row) else { return }
      pixels[row * width + column] += Float(energy / 2)
    }
  }

  /// Lifts each amplifier's share of the columns by a level of its own, `step` in the root mean square.
  func addAmplifierSteps(
    to pixels: inout [Float], amplifiers: Int, step: Double, random: inout RandomNumbers
  ) {
    let levels = (0..<amplifiers).map { _ in Float(step * random.normal()) }
    for row in 0..<height {
      for column in 0..<width {
        pixels[row * width + column] += levels[column * amplifiers / width]
      }
    }
  }

  /// Marks one column as missing.
  func blankColumn(of pixels: inout [Float], random: inout RandomNumbers) {
    let column = random.integer(below: width)
    for row in 0..<height { pixels[row * width + column] = .nan }
  }

  /// Marks a rectangle of up to 40 × 20 pixels as missing.
  func blankRegion(of pixels: inout [Float], random: inout RandomNumbers) {
    let columns = 4 + random.integer(below: 37)
    let rows = 4 + random.integer(below: 17)
    let (left, bottom) = (random.integer(below: width), random.integer(below: height))
    for row in bottom..<min(height, bottom + rows) {
      for column in left..<min(width, left + columns) { pixels[row * width + column] = .nan }
    }
  }
}
