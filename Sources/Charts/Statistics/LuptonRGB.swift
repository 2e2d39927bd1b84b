internal import Foundation

/// Colour pictures of fluxes, after Lupton et al. (2004, PASP 116, 133).
///
/// With I = (r + g + b) / 3 of a pixel and F(I) = asinh(α·Q·(I − m)) / Q, each component is
/// r·F(I)/I, so that hue does not depend on brightness. Where the largest component exceeds 1, all
/// three are divided by it; components below 0 become 0. α is the slope for faint pixels and Q says
/// how soon the logarithmic part begins; F reaches 1 at I = m + sinh(Q) / (α·Q).
public struct LuptonRGB: Sendable, Equatable {
  public var alpha: Double
  public var softening: Double
  public var minimum: Double

  /// α in 1 / (units of the planes), Q and m of the formula.
  public init(alpha: Double, softening: Double = 8, minimum: Double = 0) {
    precondition(softening > 0, "the softening is positive")
    (self.alpha, self.softening, self.minimum) = (alpha, softening, minimum)
  }

  /// α from the planes' own noise: a pixel one sigma of the sky above the minimum gets 5 % of
  /// full brightness.
  ///
  /// The sigma is 1.4826 times the median absolute deviation of the intensities; where that is 0
  /// (no noise at all), the brightest pixel gets full brightness instead.
  public init(
    fitting cutouts: [(red: [Float], green: [Float], blue: [Float])], softening: Double = 8
  ) {
    var intensities: [Float] = []
    let total = cutouts.reduce(0) { $0 + $1.red.count }
    // A quarter of a million pixels tell the noise; the same ones every time.
    let stride = max(1, total / 250_000)
    var position = 0
    for cutout in cutouts {
      for index in cutout.red.indices {
        if position % stride == 0 {
          intensities.append((cutout.red[index] + cutout.green[index] + cutout.blue[index]) / 3)
        }
        position += 1
      }
    }
    let median = Quantiles(of: intensities).value(at: 0.5) ?? 0
    let deviations = Quantiles(of: intensities.map { abs($0 - median) })
    let sigma = 1.4826 * Double(deviations.value(at: 0.5) ?? 0)
    let brightest = Double(Quantiles(of: intensities).value(at: 1) ?? 1) - Double(median)
    let alpha =
      sigma > 0
      ? 0.05 / sigma : sinh(softening) / (softening * max(brightest, .leastNormalMagnitude * 1e9))
    self.init(alpha: alpha, softening: softening, minimum: Double(median))
  }

  /// F(I): brightness from 0 at the minimum.
  public func brightness(_ intensity: Double) -> Double {
    asinh(alpha * softening * (intensity - minimum)) / softening
  }

  /// Components from 0 to 1; nil where a flux is not finite.
  public func colour(
    red: Double, green: Double, blue: Double
  ) -> (red: Double, green: Double, blue: Double)? {
    guard red.isFinite, green.isFinite, blue.isFinite else { return nil }
    let (r, g, b) = (red - minimum, green - minimum, blue - minimum)
    let intensity = (r + g + b) / 3
    guard intensity > 0 else { return (0, 0, 0) }
    let factor = asinh(alpha * softening * intensity) / softening / intensity
    let scaled = (max(r * factor, 0), max(g * factor, 0), max(b * factor, 0))
    let largest = max(scaled.0, scaled.1, scaled.2, 1)
    return (scaled.0 / largest, scaled.1 / largest, scaled.2 / largest)
  }

  /// A square picture of three planes, row-major [y, x] with y upwards as in a FITS viewer.
  ///
  /// Pixels without a flux are grey.
  public func picture(red: [Float], green: [Float], blue: [Float], size: Int) -> Picture {
    precondition(
      red.count == size * size && green.count == red.count && blue.count == red.count,
      "three planes of size × size pixels")
    var picture = Picture(width: size, height: size)
    for row in 0..<size {
      for column in 0..<size {
        let from = row * size + column
        let colour = colour(
          red: Double(red[from]), green: Double(green[from]), blue: Double(blue[from]))
        var rgb: UInt32 = 0x707070
        if let colour {
          rgb = Self.byte(colour.red) << 16 | Self.byte(colour.green) << 8 | Self.byte(colour.blue)
        }
        picture.set(column, size - 1 - row, rgb)
      }
    }
    return picture
  }

  private static func byte(_ part: Double) -> UInt32 { UInt32((part * 255).rounded()) }
}
