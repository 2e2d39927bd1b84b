import Clusters
import StarGalaxy
import Tensors

/// A synthetic sky whose truth is known, for orientations to be judged on.
struct SkyWorld {
  var codes: Tensor
  var compactness: Compactness
  var stars: [Bool]

  /// Galaxies come in kinds that differ in how resolved they are; the codes tell the kinds apart
  /// but not perfectly, and stars lie among them. Compactness gets noisier with magnitude.
  ///
  /// - Parameters:
  ///   - magnitudes: the brightest and the faintest.
  ///   - missing: the fraction of sources without a compactness.
  init(
    count: Int, seed: UInt64, magnitudes: Range<Double> = 17..<22.5, missing: Double = 0,
    starFraction: (Double) -> Double = { 0.75 - 0.11 * ($0 - 17) }
  ) throws {
    var random = RandomNumbers(seed: seed)
    var (codes, values, errors, mags) = ([Float](), [Double](), [Double](), [Double]())
    var stars: [Bool] = []
    for _ in 0..<count {
      // Counts rise towards faint magnitudes.
      let m =
        magnitudes.upperBound
        - (magnitudes.upperBound - magnitudes.lowerBound) * random.uniform() * random.uniform()
      // The ridge's own width, and four times the noise of SDSS frames.
      let sky = 0.012 * exp2(1.3288 * (m - 19.85))
      let error = (0.012 * 0.012 + sky * sky).squareRoot()
      let isStar = random.uniform() < starFraction(m)
      let size = isStar ? 0 : 0.02 + 0.4 * random.uniform() * (1 - 0.12 * (m - 18))
      let noise = 0.25 + 0.12 * max(0, m - 19)
      stars.append(isStar)
      mags.append(m)
      errors.append(error)
      values.append(
        random.uniform() < missing ? .nan : 1 - size + error * random.normal())
      // Colour, size and brightness, each in two features, then features that tell nothing.
      let colour = (isStar ? 0.3 : -0.3) + 0.8 * random.normal()
      let brightness = (m - 20) / 1.5
      let seen = size * 8 + noise * random.normal()
      for code in [seen, 0.6 * seen + noise * random.normal(), colour, brightness] {
        codes.append(Float(code))
      }
      for _ in 0..<2 { codes.append(Float(0.5 * random.normal())) }
    }
    self.codes = Tensor(codes, shape: [count, 6])
    compactness = try Compactness(values: values, errors: errors, magnitudes: mags)
    self.stars = stars
  }
}

/// 2 to the power of x, without Foundation.
private func exp2(_ x: Double) -> Double {
  var (result, term) = (1.0, 1.0)
  for n in 1...60 {
    term *= x * 0.6931471805599453 / Double(n)
    result += term
  }
  return result
}
