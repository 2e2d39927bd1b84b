internal import Tensors

/// How far the strokes of a handwritten character lean, and the character set upright: rows are
/// shifted by the slope that makes the light's covariance of x and y vanish, and its centroid moves
/// to the middle. Nothing but the image itself is asked.
package enum Slant {
  /// Sets one image `[y, x]` of `size`×`size` pixels upright, in place.
  package static func remove(from image: UnsafeMutableBufferPointer<Float>, size: Int) {
    var (light, x, y) = (0.0, 0.0, 0.0)
    for index in image.indices {
      let value = Double(image[index])
      light += value
      x += value * Double(index % size)
      y += value * Double(index / size)
    }
    guard light > 0 else { return }
    (x, y) = (x / light, y / light)
    var (xy, yy) = (0.0, 0.0)
    for index in image.indices {
      let value = Double(image[index])
      let (dx, dy) = (Double(index % size) - x, Double(index / size) - y)
      xy += value * dx * dy
      yy += value * dy * dy
    }
    let slope = yy > 0 ? min(max(xy / yy, -1), 1) : 0
    let middle = Double(size - 1) / 2
    let leaning = Array(image)
    func pixel(_ row: Int, _ column: Int) -> Double {
      guard (0..<size).contains(row), (0..<size).contains(column) else { return 0 }
      return Double(leaning[row * size + column])
    }
    for index in image.indices {
      let (column, row) = (Double(index % size), Double(index / size))
      let fromY = row - middle + y
      let fromX = column - middle + x + slope * (row - middle)
      let (top, left) = (fromY.rounded(.down), fromX.rounded(.down))
      let (v, u) = (fromY - top, fromX - left)
      let (r, c) = (Int(bounded: top), Int(bounded: left))
      let upper = (1 - u) * pixel(r, c) + u * pixel(r, c + 1)
      let lower = (1 - u) * pixel(r + 1, c) + u * pixel(r + 1, c + 1)
      image[index] = Float((1 - v) * upper + v * lower)
    }
  }
}
