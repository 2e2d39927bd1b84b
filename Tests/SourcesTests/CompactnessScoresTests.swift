import Foundation
import Simulation
import Sky
@testable import Sources
import Tensors
import TestSupport
import Testing

@Suite struct CompactnessScoresTests {
  /// Cutouts around the true places of bright and fainter sources on two simulated fields.
  private struct Scene: Sendable {
    var pixels: [[Float]] = []
    var isStar: [Bool] = []
    var magnitudes: [Double] = []
    var fields: [String] = []
    var offsets: [[Float]] = []
    var noise: [[Float]] = []

    init(scale: Float = 1) throws {
      var settings = SurveySimulator.Settings(fields: 2, seed: 21)
      (settings.width, settings.height) = (900, 700)
      (settings.brightLimit, settings.faintLimit) = (16.5, 22)
      (settings.starDensities, settings.galaxyDensity) = (StarDensities([1.5]), 1.5)
      (settings.cosmicRays, settings.badColumns, settings.blankRegions) = (0, 0, 0)
      for index in 0..<2 {
        let field = try SimulatedField(index, settings: settings)
        var frames = SimulatedCamera.all.map { SimulatedFrame(field, camera: $0) }
        let images = try frames.indices.map { try frames[$0].pixels() }
        let places = try frames.map { try $0.places() }
        for (source, truth) in field.sources.enumerated() {
          var (cutout, offsets): ([Float], [Float]) = ([], [])
          for band in 0..<5 {
            let (x, y) = (places[band].x[source], places[band].y[source])
            let (column, row) = (Int(x.rounded()), Int(y.rounded()))
            guard (32...(900 - 33)).contains(column), (32...(700 - 33)).contains(row) else { break }
            for j in (row - 32)..<(row + 32) {
              cutout += images[band][(j * 900 + column - 32)..<(j * 900 + column + 32)]
            }
            offsets += [Float(x - Double(column)), Float(y - Double(row))]
          }
          guard offsets.count == 10 else { continue }
          pixels.append(cutout.map { scale * $0 })
          self.offsets.append(offsets)
          isStar.append(truth.isStar)
          magnitudes.append(truth.magnitudes[2])
          fields.append(field.name)
          noise.append(frames.map { scale * Float($0.noise) })
        }
      }
    }

    var sources: SourceCutouts {
      let pixels = pixels
      return SourceCutouts(
        bands: ["u", "g", "r", "i", "z"], size: 64, fields: fields, noise: noise,
        offsets: offsets
      ) { pixels[$0] }
    }

    /// The chance that a star of the given magnitudes scores higher than a galaxy.
    func auc(_ scores: [Double], _ range: Range<Double>) -> Double {
      let chosen = scores.indices.filter { range.contains(magnitudes[$0]) && scores[$0].isFinite }
      let stars = chosen.filter { isStar[$0] }.map { scores[$0] }
      let galaxies = chosen.filter { !isStar[$0] }.map { scores[$0] }
      var won = 0.0
      for star in stars {
        for galaxy in galaxies { won += star > galaxy ? 1 : star == galaxy ? 0.5 : 0 }
      }
      return won / Double(stars.count * galaxies.count)
    }
  }

  @Test func `stars score above galaxies, bright ones nearly always`() throws {
    let scene = try Scene()
    let scores = try CompactnessScores(measuring: scene.sources)
    #expect(scene.isStar.count > 100)
    for (name, values) in scores.byName {
      let bright = scene.auc(values, 16.5..<20)
      #expect(bright > (name == "concentration" || name == "half-light radius" ? 0.93 : 0.98))
      #expect(scene.auc(values, 20..<22) > 0.8)
    }
    #expect(scores.byName.map(\.name).count == 5)
    #expect(scores.widths.count == 2)
    // Bright stars have u = 1 within their errors.
    let stars = scores.compactness.indices.filter {
      scene.isStar[$0] && scene.magnitudes[$0] < 19
    }.map { abs(scores.compactness[$0] - 1) }.sorted()
    #expect(stars[stars.count / 2] < 0.03)
    // The magnitude is the light's, whatever the class.
    let shifts = scores.magnitude.indices.filter { scene.isStar[$0] && scene.magnitudes[$0] < 20 }
      .map { abs(scores.magnitude[$0] - scene.magnitudes[$0]) }.sorted()
    #expect(shifts[shifts.count / 2] < 1)
  }

  @Test func `brighter pixels with brighter noise change no score`() throws {
    let (one, four) = (try Scene(), try Scene(scale: 4))
    let a = try CompactnessScores(measuring: one.sources, workers: Workers(threads: 1))
    let b = try CompactnessScores(measuring: four.sources, workers: Workers(threads: 3))
    for (left, right) in zip(a.byName, b.byName) {
      let worst = zip(left.scores, right.scores).map { abs($0 - $1) / max(1, abs($0)) }.max() ?? 1
      #expect(worst < 2e-3)
    }
    let again = try CompactnessScores(measuring: one.sources, workers: Workers(threads: 2))
    #expect(zip(a.byName, again.byName).allSatisfy { $0.scores == $1.scores })
  }

  @Test(arguments: [2, 3, 5])
  func `any number of ranks has the same scores`(count: Int) throws {
    let sources = try Scene().sources
    let alone = try CompactnessScores(measuring: sources, workers: Workers(threads: 1))
    let together = try RanksOfThreads.results(of: count) { ranks in
      try CompactnessScores(
        measuring: sources, pixelScale: 0.396, reference: "r", workers: Workers(threads: 1),
        ranks: ranks)
    }
    func bits(_ scores: CompactnessScores) -> [[UInt64]] {
      (scores.byName.map(\.scores) + [scores.compactnessError, scores.magnitude]).map {
        $0.map(\.bitPattern)
      }
    }
    for scores in together {
      #expect(bits(scores) == bits(alone) && scores.saturated == alone.saturated)
      #expect(scores.widths == alone.widths && scores.ridgeCounts == alone.ridgeCounts)
    }
  }

  /// Every field goes to one rank, those of a rank follow each other, and all have about as much to do.
  @Test func `fields are divided by their sources`() throws {
    let some = [5, 1, 1, 1, 8, 2, 2]
    func shares(_ sources: [Int], _ count: Int) throws -> [Range<Int>] {
      try RanksOfThreads.results(of: count) {
        CompactnessScores.shares(of: sources, among: $0)
      }[0]
    }
    #expect(try shares(some, 1) == [0..<7])
    #expect(try shares(some, 2) == [0..<4, 4..<7])
    #expect(try shares(some, 4) == [0..<1, 1..<4, 4..<5, 5..<7])
    #expect(try shares([10], 3) == [0..<0, 0..<1, 1..<1])
    #expect(try shares([], 2) == [0..<0, 0..<0])
  }

  /// Cores cut flat in g and r, where they may also lie beside their place: stars are known by the
  /// other bands, galaxies stay what they are.
  @Test(arguments: [0, 2])
  func `stars saturated in some bands are as compact as in the others`(aside: Int) throws {
    var scene = try Scene()
    let whole = try CompactnessScores(measuring: scene.sources)
    #expect(!whole.saturated.contains(true))
    let bright = scene.magnitudes.indices.filter { scene.magnitudes[$0] < 18 }
    for source in bright {
      for band in 1...2 {
        let area = (band * 64 * 64)..<((band + 1) * 64 * 64)
        let top = 0.15 * (scene.pixels[source][area].max() ?? 0)
        let flat = scene.pixels[source][area].map { min($0, top) }
        scene.pixels[source].replaceSubrange(area, with: flat.suffix(aside) + flat.dropLast(aside))
      }
    }
    let cut = try CompactnessScores(measuring: scene.sources)
    #expect(bright.count { scene.isStar[$0] } > 5 && bright.contains { !scene.isStar[$0] })
    for source in bright {
      #expect(cut.saturated[source] == scene.isStar[source])
      if scene.isStar[source] { #expect(abs(cut.compactness[source] - 1) < 0.05) }
    }
    #expect(scene.magnitudes.indices.allSatisfy { scene.magnitudes[$0] < 18 || !cut.saturated[$0] })
  }

  /// A cosmic ray where nothing shines, and one on a galaxy.
  @Test func `nothing but a cosmic ray is sharper than stars`() throws {
    var scene = try Scene()
    #expect(try !CompactnessScores(measuring: scene.sources).sharp.contains(true))
    let faint = scene.magnitudes.indices.filter { scene.magnitudes[$0] > 21.5 }.prefix(2)
    #expect(faint.count == 2)
    for source in faint {
      for (pixel, share) in [(0, 1), (1, 0.3), (64, 0.1)] as [(Int, Float)] {
        scene.pixels[source][(2 * 64 + 32) * 64 + 32 + pixel] = 900 * share * scene.noise[source][2]
      }
    }
    let sharp = try CompactnessScores(measuring: scene.sources).sharp
    #expect(sharp.indices.filter { sharp[$0] } == Array(faint))
  }

  @Test func `missing pixels leave a source without a score and others alone`() throws {
    var scene = try Scene()
    let middle = (2 * 64 + 32) * 64 + 32
    scene.pixels[0][middle] = .nan
    scene.pixels[1] = [Float](repeating: .nan, count: 5 * 64 * 64)
    let scores = try CompactnessScores(measuring: scene.sources)
    #expect(scores.concentration[0].isNaN && scores.compactness[0].isNaN)
    for (_, values) in scores.byName {
      #expect(values[1].isNaN)
      #expect(values.count { $0.isFinite } > values.count * 9 / 10)
    }
  }

  @Test func `cutouts that cannot be measured are refused with a sentence`() throws {
    func measure(size: Int, noise: [[Float]], pixels: Int) throws {
      let sources = SourceCutouts(
        bands: ["r"], size: size, fields: ["a"], noise: noise, offsets: [[0, 0]]
      ) { _ in [Float](repeating: 0, count: pixels) }
      _ = try CompactnessScores(measuring: sources)
    }
    #expect(
      throws: SurveyError(
        "cannot measure compactness on cutouts of 20 pixels; make them at least 32 pixels wide")
    ) { try measure(size: 20, noise: [[1]], pixels: 400) }
    #expect(
      throws: SurveyError(
        "cannot measure 1 cutouts: noise or offsets do not come for every source and band")
    ) { try measure(size: 64, noise: [], pixels: 4096) }
    #expect(
      throws: SurveyError(
        "cutout 0 has 10 pixels where 4096 were expected; make the cutout set again")
    ) { try measure(size: 64, noise: [[1]], pixels: 10) }
    try measure(size: 64, noise: [[1]], pixels: 4096)
    try measure(size: 64, noise: [[0]], pixels: 4096)
  }
}
