import FITS
import Foundation
import Judging
import Labels
import Tables
import TestSupport
import Tensors
import Testing

/// What codes hold, measured by what is true of simulated sources.
@Suite struct RepresentationTests {
  /// Sources of six fields in a row on the sky, every second one a galaxy whose half-light radius grows with its number.
  private func sky(_ folder: String, oddities: Set<Int> = []) throws -> (
    table: SourceTable, truth: String
  ) {
    let numbers = Array(0..<120)
    let truth = "\(folder)/truth.csv"
    let rows = numbers.map { number in
      let isStar = number % 2 == 0
      return "s\(number),\(10 + 0.01 * Double(number)),0,\(isStar ? "STAR" : "GALAXY"),20,21,20.5,"
        + "\(isStar ? 0 : exp(0.01 * Double(number))),0.5,\(0.2 + 0.001 * Double(number % 7)),"
        + (oddities.contains(number) ? "ring" : "")
    }
    try (["id,ra,dec,class,mag,g,r,r50,bulge_share,axis_ratio,oddity"] + rows).joined(
      separator: "\n"
    )
    .write(toFile: truth, atomically: true, encoding: .utf8)
    let table = SourceTable(
      table: Table([
        SourceColumn.id.column(.string(numbers.map { "s\($0)" })),
        SourceColumn.field.column(.string(numbers.map { "f\($0 / 20)" })),
        SourceColumn.ra.column(.double(numbers.map { 10 + 0.01 * Double($0) })),
        SourceColumn.dec.column(.double(numbers.map { _ in 0 })),
      ]), path: "codes.fits")
    return (table, truth)
  }

  private func sought(_ folder: String, brighterThan: Double = 22) throws -> SoughtSources {
    let (table, truth) = try sky(folder)
    return try SoughtSources(
      of: table, truth: truth, brighterThan: brighterThan, radius: 1, parts: 5, seed: 1)
  }

  @Test func `what a unit says outright is found in fields that taught nothing`() throws {
    try withTemporaryFolder { folder in
      let sources = try sought(folder)
      #expect(sources.rows.count == 120)
      // The first unit is the number, which r50 follows; the second tells stars from galaxies.
      let codes = Tensor((0..<120).flatMap { [Float($0), $0 % 2 == 0 ? 1 : -1] }, shape: [120, 2])
      let found = Dictionary(
        uniqueKeysWithValues: try sources.judged(codes, penalty: 1e-6).map { ($0.name, $0.value) })
      #expect(try #require(found["ln half-light radius"] ?? nil) > 0.9999)
      #expect(found["class"] == 1)
      // All galaxies have the same bulge and colour: nothing to explain.
      #expect(found["share of the bulge"] == .some(nil) && found["g − r"] == .some(nil))
      #expect(found["redshift"] == nil, "the truth has no such column")
    }
  }

  @Test func `noise explains nothing, and no less than that by learning it by heart`() throws {
    try withTemporaryFolder { folder in
      var random = RandomNumbers(seed: 8)
      let codes = Tensor((0..<120 * 20).map { _ in Float(random.normal()) }, shape: [120, 20])
      let found = try sought(folder).judged(codes, penalty: 1)
      let radius = try #require(found.first { $0.name == "ln half-light radius" }?.value)
      #expect(radius < 0.1, "judged where it was learned it would be about 20 / 60")
      let ranked = try #require(found.last?.value)
      #expect((0.3...0.7).contains(ranked))
    }
  }

  @Test func `too few fields, and truth without what is needed, are refused`() throws {
    try withTemporaryFolder { folder in
      let (table, truth) = try sky(folder)
      #expect(
        message {
          try SoughtSources(
            of: table, truth: truth, brighterThan: 22, radius: 1, parts: 7, seed: 1)
        }
          == "cannot judge codes.fits by \(truth): its sources within 1.0″ of a true one lie in 6 fields, and 7 are "
          + "needed, since fields are judged by what was learned from others; simulate more fields")
      try "ra,dec,class\n1,2,STAR\n".write(toFile: truth, atomically: true, encoding: .utf8)
      #expect(
        message {
          try SoughtSources(
            of: table, truth: truth, brighterThan: 22, radius: 1, parts: 5, seed: 1)
        }
          == "cannot measure by \(truth): it has no column mag (its columns: ra, dec, class); `galaxy-aep simulate` "
          + "writes a truth.csv that has")
    }
  }

  private func message(_ body: () throws -> some Any) -> String {
    do {
      _ = try body()
      return ""
    } catch { return "\(error)" }
  }

  @Test func `directions are counted, however many units there are`() throws {
    // Four units free of each other; the same number four times; two and two alike.
    let signs: [[Float]] = (0..<16).map { row in (0..<4).map { row >> $0 & 1 == 0 ? 1 : -1 } }
    func ratio(_ change: ([Float]) -> [Float]) throws -> Double {
      try CodeDimensions.participation(of: Tensor(signs.flatMap(change), shape: [16, 4]))
    }
    #expect(abs(try ratio { $0 } - 4) < 1e-5)
    #expect(abs(try ratio { row in row.map { _ in 5 * row[0] + 3 } } - 1) < 1e-5)
    #expect(abs(try ratio { [$0[0], $0[0], $0[1], $0[1]] } - 2) < 1e-5)
  }

  @Test func `strange galaxies among the loneliest are counted once each`() throws {
    try withTemporaryFolder { folder in
      let (table, truth) = try sky(folder, oddities: [3, 4, 50])
      var loneliness = [Float](repeating: 1, count: 120)
      (loneliness[3], loneliness[90], loneliness[50], loneliness[7]) = (9, 8, 7, 6)
      var explained = [Bool](repeating: false, count: 120)
      explained[90] = true
      let found = try FoundOddities(
        loneliness, of: table, wanted: Array(0..<120), explained: explained, truth: truth, first: 4,
        radius: 3)
      #expect(found.put == 3 && found.first == 4 && found.found == 2 && found.explained == 1)
      #expect(found.kinds == [FoundOddities.Kind(name: "ring", found: 2, put: 3)])
      // Left out, the explained one makes room for the next.
      let odd = try FoundOddities(
        loneliness, of: table, wanted: (0..<120).filter { !explained[$0] && $0 != 3 },
        explained: explained, truth: truth, first: 2, radius: 3)
      #expect(odd.found == 1 && odd.explained == 0)
    }
  }

  @Test func `errors are averaged by magnitude, a bin's lower edge inside`() {
    let binned = BinnedErrors([1, 2, 3, 10], at: [20, 20.5, 21, .nan], edges: [20, 21, 22, 23])
    #expect(binned.bins.map(\.error) == [1.5, 3, nil] && binned.bins.map(\.sources) == [2, 1, 0])
    #expect(binned.all == 2)
  }
}
