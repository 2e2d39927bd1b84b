internal import Planes
internal import Sky
package import Tensors

/// Light that one band alone shows: cosmic rays, bled columns, ghosts, trails of what crossed the frame while that band
/// was exposed. Whatever shines in the sky and is bright in one band leaves light in another, too.
///
/// Sources are found in every band by itself. One whose light is `least` times its noise or more is lone where every
/// other band that shows its pixels has less than `silence` times the noise, or less than `share` of its significance,
/// by the median of the pixels: a trail may cross sources. What another band shows there stays with these. In the reddest
/// band, where the coolest dwarfs and the most distant quasars are alone, only streaks are lone.
package struct LoneLight: Sendable {
  /// `[y, x]` of the reference band.
  package let isLone: [Bool]

  /// Light over noise, of all of a source's pixels together.
  static let least = 20.0
  static let silence = 4.0
  static let share = 0.05
  /// A streak's half-axes: how many times as long as it is wide.
  static let streak = 4.0
  /// With fewer bands nobody can tell a cosmic ray from a source of one colour.
  static let fewestBands = 3

  package init(in image: FieldImage, workers: Workers) throws {
    guard image.field.frames.count >= Self.fewestBands else {
      self.init(isLone: Array(repeating: false, count: image.width * image.height))
      return
    }
    let names = image.field.frames.map { "band \($0.band) of field \(image.field.id)" }
    self.init(
      try names.indices.map { try BandLight(of: image, band: $0, name: names[$0], workers) })
  }

  /// - Parameter isLone: `[y, x]`.
  package init(isLone: [Bool]) { self.isLone = isLone }

  package init(_ bands: [BandLight]) {
    guard bands.count >= Self.fewestBands else {
      isLone = bands.first?.light.map { _ in false } ?? []
      return
    }
    let alone = bands.indices.map { Self.alone(in: $0, of: bands) }
    isLone = bands[0].light.indices.map { place in
      var isLone = false
      for (band, own) in bands.enumerated() where own.numbers[place] > 0 {
        guard alone[band][Int(own.numbers[place]) - 1] else { return false }
        isLone = true
      }
      return isLone
    }
  }

  /// Which sources of a band no other one shows, by their numbers.
  private static func alone(in band: Int, of bands: [BandLight]) -> [Bool] {
    let (own, isReddest) = (bands[band], band == bands.count - 1)
    let others = bands.indices.filter { $0 != band }.map { bands[$0].significances(in: own) }
    return own.significances.enumerated().map { source, light in
      guard light >= least, !isReddest || own.elongations[source] >= streak else { return false }
      let seen = others.compactMap { $0[source] }
      return !seen.isEmpty && seen.allSatisfy { $0 < max(silence, share * light) }
    }
  }
}

/// A band by itself on the reference band's pixels, and the sources that it shows.
package struct BandLight: Sendable {
  /// `[y, x]`: light above the sky over a pixel's noise; NaN where missing.
  let light: [Float]
  /// `[y, x]`: the number of the source, from 1; 0: none.
  let numbers: [Int32]
  /// Of the sources by their numbers: how many times as long as wide.
  let elongations: [Double]

  /// A band that shows fewer of the reference band's pixels tells too little of its own noise, and counts as missing.
  static let fewestPixels = 1024

  package init(light: [Float], numbers: [Int32], elongations: [Double]) {
    (self.light, self.numbers, self.elongations) = (light, numbers, elongations)
  }

  init(of image: FieldImage, band: Int, name: String, _ workers: Workers) throws {
    let (width, height) = (image.width, image.height)
    let pixels = [Float](unsafeUninitializedCapacity: width * height) { pixels, count in
      count = width * height
      for y in 0..<height {
        image.light(
          ofRow: y, band: band,
          into: UnsafeMutableBufferPointer(rebasing: pixels[y * width..<(y + 1) * width]))
      }
    }
    guard pixels.count(where: \.isFinite) >= Self.fewestPixels else {
      self.init(
        light: pixels.map { _ in .nan }, numbers: pixels.map { _ in 0 }, elongations: [])
      return
    }
    let plane = PixelPlane(width: width, height: height, pixels: pixels)
    let detector = SourceDetector()
    let background = try Background(of: plane, settings: detector.settings, name: name)
    let (detections, segments) = try detector.segmented(
      in: plane, background: background, name: name, workers: workers)
    let noise = background.noise
    self.init(
      light: try background.subtracted(from: plane, name: name).map { $0 / noise },
      numbers: segments.numbers, elongations: detections.map { $0.b > 0 ? $0.a / $0.b : .infinity })
  }

  /// The light of this band's own sources over its noise, by their numbers.
  var significances: [Double] {
    seen(in: self).map {
      $0.reduce(0) { $0 + Double($1) } / Double(max($0.count, 1)).squareRoot()
    }
  }

  /// How far this band's light stands out of its noise in the sources of another, by their numbers: the median of their
  /// pixels as if all had it; nil where it shows nothing of one.
  func significances(in other: BandLight) -> [Double?] {
    seen(in: other).map {
      guard !$0.isEmpty else { return nil }
      return Double($0.sorted()[$0.count / 2]) * Double($0.count).squareRoot()
    }
  }

  /// What this band shows of another's sources, pixel by pixel.
  private func seen(in other: BandLight) -> [[Float]] {
    var pixels = other.elongations.map { _ in [Float]() }
    for (place, number) in other.numbers.enumerated() where number > 0 && light[place].isFinite {
      pixels[Int(number) - 1].append(light[place])
    }
    return pixels
  }
}
