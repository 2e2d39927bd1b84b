import Catalogs
import Clusters
import Labels
import Sky
import Teaching
import Tensors
import TestSupport
import Testing

/// Sources on a grid of the sky, every other one a star.
@Suite struct SkyProbeTests {
  private static let positions = (0..<50).map {
    SkyPosition(ra: 10 + 0.1 * Double($0 / 5), dec: 0.1 * Double($0 % 5))
  }

  private func catalog(_ count: Int) throws -> LabelledCatalog {
    let rows = (0..<count).map { place in
      let position = Self.positions[place]
      return "\(position.ra),\(position.dec),\(place % 2 == 0 ? "STAR" : "GALAXY")"
    }
    return try LabelledCatalog(
      CSVTable(
        text: (["ra,dec,class"] + rows).joined(separator: "\n"), source: "labels.csv"))
  }

  private func probe(_ codes: [Float], labels: Int = 50) throws -> SkyProbe {
    try SkyProbe(
      Tensor(codes, shape: [50, 1]), positions: Self.positions, catalog: catalog(labels),
      radius: 1, what: "codes.fits")
  }

  @Test func codesThatTellTheClassAreWorthEverything() throws {
    let probe = try probe((0..<50).map { Float($0 % 2) })
    #expect(probe.measure == "AUC" && probe.judged == "50 sources in 5 parts of the sky")
    #expect(probe.available == 40)
    // Two labels are of both classes, whatever is drawn.
    for seed: UInt64 in 1...5 {
      let found = try probe.score(
        of: .knn, labels: 2, neighbours: 1, seed: seed, workers: .all)
      #expect(found.score == 1 && found.choice == "1 neighbours")
    }
  }

  @Test func tooFewLabelsAreRefused() throws {
    #expect(
      sentence { _ = try probe((0..<50).map(Float.init), labels: 20) }
        == "cannot learn from codes.fits: 20 of the 20 labels of labels.csv lie within 1.0″ of a "
        + "source; 25 are needed, stars and galaxies among them")
    let all = try probe((0..<50).map(Float.init))
    #expect(
      sentence {
        _ = try all.score(of: .knn, labels: 41, neighbours: 1, seed: 1, workers: .all)
      } == "cannot draw 41 labels: there are 40 to learn from, and 2 are needed")
  }
}
