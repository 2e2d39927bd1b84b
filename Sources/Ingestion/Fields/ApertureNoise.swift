internal import Frames
internal import Planes

/// What one band's frame says of the error of a flux: the survey's uncertainties where it gives them,
/// else the noise of the sky and, where the gain is known, that of the light itself.
struct ApertureNoise {
  /// σ² of every pixel; nil where the survey gives none.
  private let variances: PixelPlane?
  private let sky: Double
  private let photon: Double
  /// By how much a sum over an aperture varies more than its pixels let one expect, as a ratio of variances.
  private let correlation: Double

  init(of frame: Frame, segments: Segmentation?) {
    variances = frame.quality.inverseVariance.map { inverse in
      PixelPlane(
        width: frame.plane.width, height: frame.plane.height,
        numbers: inverse.map { $0 > 0 ? 1 / $0 : .nan })
    }
    sky = Double(frame.background.noise) * Double(frame.background.noise)
    photon = frame.quality.photon ?? 0
    correlation = frame.background.correlation(in: frame.plane, apartFrom: segments)
  }

  /// The standard deviation of a sum; NaN where there is none.
  func error(
    of sum: Aperture.Sum, in aperture: Aperture, x: Double, y: Double,
    _ source: (number: Int, segments: Segmentation)?
  ) -> Double {
    guard sum.flux.isFinite else { return .nan }
    if let variances {
      let variance = aperture.sum(x: x, y: y, in: variances, of: source, isVariance: true).flux
      return (correlation * variance).squareRoot()
    }
    return (correlation * sky * sum.area + max(0, sum.flux) * photon).squareRoot()
  }
}
