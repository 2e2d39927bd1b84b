internal import CSEP
internal import Foundation
internal import Tensors

/// The pixels around one source as if it were alone on an empty sky.
///
/// The sky is taken away first. A pixel of another source, and a missing one, is replaced by the one opposite
/// the source's centre (SExtractor's MASK_TYPE CORRECT); where that is none of the source's either, by the mean of
/// the pixels as far from the centre; so that a sum depends neither on the sky's level nor on how much of
/// the aperture is covered.
struct LoneSource {
  /// `[y, x]` row by row.
  private(set) var pixels: [Float]
  let width, height: Int
  /// The source's place in it.
  let x, y: Double
  /// 1 for every pixel that was replaced, and for those of them that were missing.
  private(set) var replaced: [UInt8]
  private(set) var missing: [UInt8]

  /// What is replaced, and by what.
  struct Reach {
    /// How far from the source pixels are looked at, in pixels along both axes.
    let radius: Double
    /// The shape of what "as far from the centre" means: half-axes and angle.
    let a, b, theta: Double
  }

  /// Nil where nothing has to be replaced.
  ///
  /// - Parameters:
  ///   - weight: what a replaced pixel is multiplied by: 1 for light, 3 for variances, as what is counted twice
  ///     has four times its variance.
  ///   - source: its number in a segmentation of the plane; nil where only missing pixels are replaced.
  init?(
    in plane: PixelPlane, sky: Float, x: Double, y: Double, reach: Reach, weight: Float = 1,
    of source: (number: Int, segments: Segmentation)?
  ) {
    let (columns, rows) = (
      Self.range(x, reach.radius, plane.width), Self.range(y, reach.radius, plane.height)
    )
    let covered = source.map { source in
      source.segments.covers(columns, rows, others: Int32(clamping: source.number))
    }
    let holes = plane.missing.map { missing in
      rows.contains { row in columns.contains { missing[row * plane.width + $0] != 0 } }
    }
    guard covered == true || holes == true else { return nil }
    (width, height) = (columns.count, rows.count)
    (self.x, self.y) = (x - Double(columns.lowerBound), y - Double(rows.lowerBound))
    pixels = []
    pixels.reserveCapacity(width * height)
    replaced = [UInt8](repeating: 0, count: width * height)
    missing = replaced
    for row in rows {
      for column in columns {
        let (place, own) = (row * plane.width + column, pixels.count)
        pixels.append(plane.pixels[place] - sky)
        if plane.missing?[place] ?? 0 != 0 { (missing[own], replaced[own]) = (1, 1) }
        if let source, source.segments.numbers[place] > 0,
          Int(clamping: source.segments.numbers[place]) != source.number
        {
          replaced[own] = 1
        }
      }
    }
    replace(by: reach, weight: weight)
  }

  private mutating func replace(by reach: Reach, weight: Float) {
    var rings: Rings?
    for row in 0..<height {
      for column in 0..<width where replaced[row * width + column] != 0 {
        let place = row * width + column
        if let opposite = opposite(column, row) {
          pixels[place] = weight * pixels[opposite]
          continue
        }
        let known = rings ?? Rings(of: self, reach)
        rings = known
        pixels[place] = weight * known.mean(column, row)
      }
    }
  }

  /// The pixel on the other side of the source, where it shows the source.
  private func opposite(_ column: Int, _ row: Int) -> Int? {
    let (x, y) = ((2 * x - Double(column)).rounded(), (2 * y - Double(row)).rounded())
    guard x >= 0, y >= 0, x < Double(width), y < Double(height) else { return nil }
    let place = Int(bounded: y) * width + Int(bounded: x)
    return replaced[place] == 0 ? place : nil
  }

  /// The columns or rows around a place, with room for what SEP touches.
  static func range(_ centre: Double, _ radius: Double, _ count: Int) -> Range<Int> {
    let (low, high) = ((centre - radius).rounded(.down) - 2, (centre + radius).rounded(.up) + 3)
    guard low < high, low < Double(count), high > 0 else { return 0..<0 }
    return Int(bounded: max(low, 0))..<Int(bounded: min(high, Double(count)))
  }

  /// What is to be measured by SEP, none of it masked.
  func withSEPImage<Result>(_ body: (UnsafePointer<sep_image>) -> Result) -> Result {
    Self.withSEPImage(of: pixels, width, height, body)
  }

  /// Ones where pixels were replaced or were missing.
  func withSEPImage<Result>(
    of marks: KeyPath<LoneSource, [UInt8]>, _ body: (UnsafePointer<sep_image>) -> Result
  ) -> Result {
    Self.withSEPImage(of: self[keyPath: marks].map(Float.init), width, height, body)
  }

  private static func withSEPImage<Result>(
    of pixels: [Float], _ width: Int, _ height: Int, _ body: (UnsafePointer<sep_image>) -> Result
  ) -> Result {
    PixelPlane.whole(width: width, height: height, pixels).withSEPImage(noise: 0, body)
  }

  /// The mean of the pixels that show the source, ring by ring around it.
  private struct Rings {
    private let reach: Reach
    private let x, y: Double
    private var means: [Float]

    init(of source: LoneSource, _ reach: Reach) {
      self.reach = reach
      (x, y) = (source.x, source.y)
      means = []
      var sums: [(light: Double, count: Int)] = []
      for row in 0..<source.height {
        for column in 0..<source.width where source.replaced[row * source.width + column] == 0 {
          let ring = self.ring(column, row)
          while sums.count <= ring { sums.append((0, 0)) }
          sums[ring].light += Double(source.pixels[row * source.width + column])
          sums[ring].count += 1
        }
      }
      // A ring without any takes what the next one outwards has, and beyond the last there is no light.
      var next: Float = 0
      means = sums.reversed().map { sum in
        if sum.count > 0 { next = Float(sum.light / Double(sum.count)) }
        return next
      }
      means.reverse()
    }

    func mean(_ column: Int, _ row: Int) -> Float {
      let ring = ring(column, row)
      return ring < means.count ? means[ring] : 0
    }

    /// Rings are a pixel wide along the longer axis.
    private func ring(_ column: Int, _ row: Int) -> Int {
      let (dx, dy) = (Double(column) - x, Double(row) - y)
      let (along, across) = (
        dx * cos(reach.theta) + dy * sin(reach.theta), dy * cos(reach.theta) - dx * sin(reach.theta)
      )
      let stretch = reach.b > 0 ? reach.a / reach.b : 1
      let distance = hypot(along, min(stretch, 1e3) * across)
      return distance < 1e6 ? Int(bounded: distance) : 1_000_000
    }
  }
}

extension Segmentation {
  /// Whether a source other than number `own` lies in a piece of the image.
  fileprivate func covers(_ columns: Range<Int>, _ rows: Range<Int>, others own: Int32) -> Bool {
    numbers.withUnsafeBufferPointer { numbers in
      rows.contains { row in
        columns.contains {
          let number = numbers[row * width + $0]
          return number > 0 && number != own
        }
      }
    }
  }
}
