internal import Foundation

/// Colour pictures of fluxes, after Lupton et al. (2004, PASP 116, 133).
///
/// Each plane is first multiplied by its weight. With I = (r + g + b) / 3 of a pixel and
/// F(I) = asinh(α·Q·(I − m)) / Q, each component is (r − m)·F(I)/(I − m), so that hue does not
/// depend on brightness. Where the largest component exceeds 1, all three are divided by it;
/// components below 0 become 0. α is the slope for faint pixels and Q says how soon the
/// logarithmic part begins; F reaches 1 at I = m + sinh(Q) / (α·Q).
public struct LuptonRGB: Sendable, Equatable {
  public var alpha: Double
  public var softening: Double
  public var minimum: Double
  /// What the red, green and blue planes are multiplied by.
  public var weights: SIMD3<Double>

  /// α in 1 / (units of the planes), Q, m and the weights of the formula.
  public init(
    alpha: Double, softening: Double = 8, minimum: Double = 0,
    weights: SIMD3<Double> = [1, 1, 1]
  ) {
    precondition(softening > 0, "the softening is positive")
    (self.alpha, self.softening) = (alpha, softening)
    (self.minimum, self.weights) = (minimum, weights)
  }

  /// Weights and α from the planes' own noise: the sky's noise becomes the same in each plane, so
  /// grey, and a pixel one sigma above the sky gets 8 % of full brightness.
  ///
  /// A sigma is 1.4826 times the median absolute deviation; where a plane has none (no noise at
  /// all), weights are 1 and the brightest pixel gets full brightness.
  public init(
    fitting cutouts: [(red: [Float], green: [Float], blue: [Float])], softening: Double = 8
  ) {
    let skies = [cutouts.map(\.red), cutouts.map(\.green), cutouts.map(\.blue)]
      .map { SkyLevel(of: $0) }
    let sigmas = SIMD3(skies[0].sigma, skies[1].sigma, skies[2].sigma)
    if sigmas.min() > 0 {
      let typical = cbrt(sigmas.x * sigmas.y * sigmas.z)
      let weights = typical / sigmas
      let medians = SIMD3(skies[0].median, skies[1].median, skies[2].median) * weights
      self.init(
        alpha: 0.08 / typical, softening: softening, minimum: medians.sum() / 3, weights: weights)
    } else {
      let median = skies.map(\.median).reduce(0, +) / 3
      let brightest = max((skies.map(\.highest).max() ?? 0) - median, 1e-300)
      self.init(
        alpha: sinh(softening) / (softening * brightest), softening: softening, minimum: median)
    }
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
    let (r, g, b) = (
      red * weights.x - minimum, green * weights.y - minimum, blue * weights.z - minimum
    )
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
          rgb =
            Colour.byte(colour.red) << 16 | Colour.byte(colour.green) << 8
            | Colour.byte(colour.blue)
        }
        picture.set(column, size - 1 - row, rgb)
      }
    }
    return picture
  }

  /// Median, noise and highest value of one plane of many cutouts.
  private struct SkyLevel {
    var median = 0.0
    var sigma = 0.0
    var highest = 0.0

    init(of planes: [[Float]]) {
      // A quarter of a million pixels tell the noise; the same ones every time.
      let step = max(1, planes.reduce(0) { $0 + $1.count } / 250_000)
      let sample = planes.flatMap { plane in
        stride(from: 0, to: plane.count, by: step).map { plane[$0] }
      }
      let quantiles = Quantiles(of: sample)
      guard let median = quantiles.value(at: 0.5), let highest = quantiles.value(at: 1) else {
        return
      }
      let deviations = Quantiles(of: sample.map { abs($0 - median) })
      (self.median, self.highest) = (Double(median), Double(highest))
      sigma = 1.4826 * Double(deviations.value(at: 0.5) ?? 0)
    }
  }

}
