internal import Foundation

/// A star or galaxy of the simulated sky: the truth that frames are drawn from.
package struct SimulatedSource: Sendable {
  /// A round profile squeezed to an ellipse; a star has none.
  package struct Component: Sendable {
    package var profile: RadialProfile
    /// The share of the source's light.
    package var share: Double
    /// Half-light radius in arcseconds: the geometric mean of the ellipse's half axes.
    package var radius: Double
    package var axisRatio: Double
    /// Counter-clockwise from the x axis of the frame to the long axis, in radians.
    package var angle: Double

    package init(
      profile: RadialProfile, share: Double, radius: Double, axisRatio: Double, angle: Double
    ) {
      (self.profile, self.share, self.radius) = (profile, share, radius)
      (self.axisRatio, self.angle) = (axisRatio, angle)
    }
  }

  /// A bright region of a disk: an offset from the centre in arcseconds and a share of the light.
  package struct Knot: Sendable {
    package var dx: Double
    package var dy: Double
    package var share: Double
    /// Half-light radius in arcseconds.
    package var radius: Double
  }

  package var number: Int
  /// ICRS degrees.
  package var ra: Double
  package var dec: Double
  /// AB magnitudes in u, g, r, i, z.
  package var magnitudes: [Double]
  package var components: [Component]
  package var knots: [Knot]
  /// 0 for a star.
  package var redshift: Double
  /// What is strange about it; nil for nearly all.
  package var strangeness: Strangeness?
  /// Whether it is a part of another source, and none of the catalog: the arc around a lens.
  package var isPart = false

  package init(
    number: Int = 0, ra: Double = 0, dec: Double = 0, magnitudes: [Double],
    components: [Component] = [], knots: [Knot] = [], redshift: Double = 0
  ) {
    (self.number, self.ra, self.dec) = (number, ra, dec)
    (self.magnitudes, self.components, self.knots) = (magnitudes, components, knots)
    self.redshift = redshift
  }

  package var isStar: Bool { components.isEmpty }

  /// The AB magnitude in the band at a position among u, g, r, i, z, y. Of y nothing is known but that
  /// spectra go on as they do from i to z, half as steeply.
  package func magnitude(_ index: Int) -> Double {
    index < magnitudes.count
      ? magnitudes[index] : magnitudes[4] - 0.5 * (magnitudes[3] - magnitudes[4])
  }

  /// The half-light radius of all components together before the point spread, in arcseconds; zero
  /// for a star.
  package var halfLightRadius: Double {
    guard !isStar else { return 0 }
    var (weights, variances) = ([Double](), [Double]())
    for part in components {
      weights += part.profile.weights.map { $0 * part.share }
      variances += part.profile.variances.map { $0 * part.radius * part.radius }
    }
    return RadialProfile.halfLightRadius(weights: weights, variances: variances)
  }

  /// The share of light in de Vaucouleurs components.
  package var bulgeShare: Double {
    components.filter { $0.profile.weights.count == RadialProfile.deVaucouleurs.weights.count }
      .reduce(0) { $0 + $1.share }
  }

  /// The source in one band as Gaussians around (x, y) whose amplitudes add to `flux`; `spread`
  /// are the point spread's Gaussians there and `scale` is arcseconds per pixel.
  package func gaussians(
    flux: Double, x: Double, y: Double, spread: [EllipticalGaussian], scale: Double
  ) -> [EllipticalGaussian] {
    guard !isStar else {
      return spread.map { gaussian in
        var placed = gaussian
        (placed.amplitude, placed.x, placed.y) = (flux * gaussian.amplitude, x, y)
        return placed
      }
    }
    var result: [EllipticalGaussian] = []
    let smooth = 1 - knots.reduce(0) { $0 + $1.share }
    for part in components {
      let size = part.radius / scale
      let (long, short) = (size * size / part.axisRatio, size * size * part.axisRatio)
      let (c, s) = (cos(part.angle), sin(part.angle))
      for (weight, variance) in zip(part.profile.weights, part.profile.variances) {
        let shape = EllipticalGaussian(
          amplitude: flux * smooth * part.share * weight, x: x, y: y,
          xx: variance * (long * c * c + short * s * s), xy: variance * (long - short) * c * s,
          yy: variance * (long * s * s + short * c * c))
        result += spread.map(shape.convolved(with:))
      }
    }
    for knot in knots {
      // A Gaussian holds half of its light within 1.1774 standard deviations.
      let deviation = knot.radius / scale / 1.1774
      let shape = EllipticalGaussian(
        amplitude: flux * knot.share, x: x + knot.dx / scale, y: y + knot.dy / scale,
        xx: deviation * deviation, xy: 0, yy: deviation * deviation)
      result += spread.map(shape.convolved(with:))
    }
    return result
  }
}
