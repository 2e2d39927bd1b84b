internal import FITS
internal import Foundation
internal import Tensors

/// One piece of simulated sky: its place, its sources and the seeing it is observed in.
package struct SimulatedField: Sendable {
  package let settings: SurveySimulator.Settings
  /// The field's place in the survey, from 0.
  let index: Int
  let run: Int
  let camcol: Int
  let number: Int
  /// The middle of the r frame in ICRS degrees.
  package let centre: (ra: Double, dec: Double)
  /// The angle of the frame on the sky, in radians.
  let rotation: Double
  /// Full width at half maximum of the r point spread, in arcseconds.
  package let seeing: Double
  /// How much brighter than usual the sky is.
  let skyFactor: Double
  package var sources: [SimulatedSource] = []

  /// Sources reach this far beyond the r frame, because other bands see past its edge.
  private static let margin = 40.0

  /// Everything about the field that all bands share; only `index` and the seed decide it.
  package init(_ index: Int, settings: SurveySimulator.Settings) throws {
    self.settings = settings
    self.index = index
    var sky = RandomNumbers(seed: settings.seed)
    run = 100_000 + Int(settings.seed % 900_000)
    camcol = 1 + index % 6
    number = 11 + index / 6
    // Fields lie apart on the sky, in a strip of six camera columns along right ascension.
    let size = settings.pixelScale / 3600 * Double(max(settings.width, settings.height))
    let spacing = settings.likeness == .sdss ? 0.4 : max(0.4, 1.3 * size)
    let start = (ra: sky.uniform(in: 0..<360), dec: sky.uniform(in: -10..<50))
    let dec = start.dec + spacing * Double(index % 6)
    let ra = start.ra + spacing * Double(index / 6) / cos(dec * .pi / 180)
    centre = (ra.truncatingRemainder(dividingBy: 360), dec)
    let turned = sky.uniform(in: 0..<(2 * .pi))
    // Turned by half a circle, north is up and east to the left.
    rotation = settings.likeness.isStack ? .pi : turned
    var random = RandomNumbers.stream(UInt64(index) &* 8, seed: settings.seed)
    let (best, worst) = (settings.seeing.lowerBound, settings.seeing.upperBound)
    seeing = random.normal(
      mean: best + 0.6 * (worst - best), deviation: 0.22 * (worst - best), in: settings.seeing)
    skyFactor = random.spread(1, dex: 0.06)
    sources = try makeSources(&random)
  }

  package var name: String { String(format: "%06d-%d-%04d", run, camcol, number) }

  /// The world coordinates of the r frame.
  package var coordinates: TangentPlaneKeywords {
    TangentPlaneKeywords(
      ra: centre.ra, dec: centre.dec, x: Double(settings.width) / 2,
      y: Double(settings.height) / 2, scale: settings.pixelScale, rotation: rotation)
  }

  /// Sources that are put in to be found as outliers, and where; drawn from numbers of their own, so that nothing
  /// else changes.
  private func strangeSources(
    among count: Int, anywhere: (inout RandomNumbers) -> (x: Double, y: Double)
  ) -> [(SimulatedSource, (x: Double, y: Double))] {
    guard settings.strangeShare > 0 else { return [] }
    var random = RandomNumbers.stream((1 << 41) &+ UInt64(index), seed: settings.seed)
    return (0..<random.poisson(settings.strangeShare * Double(count))).flatMap { _ in
      let kinds = Strangeness.allCases
      let place = anywhere(&random)
      return kinds[random.integer(below: kinds.count)].sources(random: &random).map { ($0, place) }
    }
  }

  private func makeSources(_ random: inout RandomNumbers) throws -> [SimulatedSource] {
    let (width, height) = (Double(settings.width), Double(settings.height))
    let margin = Self.margin
    let degrees = settings.pixelScale / 3600
    let area = (width + 2 * margin) * (height + 2 * margin) * degrees * degrees
    let (bright, faint) = (settings.brightLimit, settings.faintLimit)
    let stars = NumberCounts.stars(bright: bright, faint: faint)
    let galaxies = NumberCounts.galaxies(bright: max(14, bright), faint: faint)
    let density = settings.starDensities.ofField(index, of: settings.fields)
    var made: [SimulatedSource] = []
    var places: [(x: Double, y: Double)] = []
    func anywhere(_ random: inout RandomNumbers) -> (x: Double, y: Double) {
      (
        random.uniform(in: -margin..<(width + margin)),
        random.uniform(in: -margin..<(height + margin))
      )
    }
    for _ in 0..<random.poisson(density * stars.total * area) {
      let r = stars.magnitude(&random)
      made.append(
        SimulatedSource(magnitudes: StellarLocus.magnitudes(r: r, random: &random)))
      places.append(anywhere(&random))
    }
    let firstGalaxy = places.count
    for _ in 0..<random.poisson(settings.galaxyDensity * galaxies.total * area) {
      let r = galaxies.magnitude(&random)
      made.append(GalaxyShapes.galaxy(r: r, random: &random))
      var place = anywhere(&random)
      // A fifth of the galaxies keep company: most within half an arcminute of another one.
      if places.count > firstGalaxy, random.uniform() < 0.2 {
        let friend = places[firstGalaxy + random.integer(below: places.count - firstGalaxy)]
        let distance = random.spread(12 / settings.pixelScale, dex: 0.35)
        let direction = random.uniform(in: 0..<(2 * .pi))
        place = (friend.x + distance * cos(direction), friend.y + distance * sin(direction))
      }
      places.append(place)
    }
    for (source, place) in strangeSources(among: made.count, anywhere: anywhere) {
      made.append(source)
      places.append(place)
    }
    let sky = try WCS(header: coordinates.header).sky(x: places.map(\.x), y: places.map(\.y))
    for position in made.indices {
      made[position].number = position + 1
      (made[position].ra, made[position].dec) = (sky[position].ra, sky[position].dec)
    }
    return made
  }
}
