import Console
import FITS
import Foundation
import Ranks
import Sky
import Tables
import Tensors
import TestSupport
import Testing

/// Sources of two fields, some of the same name, their codes round a circle but for one.
@Suite struct CodeSpaceTests {
  private func table() -> SourceTable {
    SourceTable(
      table: Table([
        SourceColumn.id.column(.string(["a", "b", "a", "c"])),
        SourceColumn.field.column(.string(["1", "1", "2", "2"])),
        SourceColumn.ra.column(.double([10, 10.1, 20, 359.999])),
        SourceColumn.dec.column(.double([0, 0, -5, 89])),
      ]), path: "codes.fits")
  }

  @Test func aSourceIsNamedInThreeWays() throws {
    let table = table()
    #expect(try table.row(called: "b") == 1)
    #expect(try table.row(called: "2/a") == 2)
    #expect(try table.row(called: "10.1, 0.001") == 1)
    #expect(try table.row(called: "-0.001 89") == 3)
  }

  @Test(arguments: [
    (
      "a",
      "cannot tell which source of codes.fits is meant by a: 2 fields have one; write FIELD/ID, such as 1/a"
    ),
    (
      "nobody known",
      "there is no source nobody known in codes.fits; there are: a, b, c; name one by its ID, by FIELD/ID or by RA,DEC in degrees"
    ),
    ("50,0", "there is no source of codes.fits within an arcminute of RA 50.0, DEC 0.0"),
  ])
  func whatIsNotThereIsTold(text: String, sentence: String) {
    #expect(throws: CommandFailure(sentence)) { try table().row(called: text) }
  }

  /// In whitened space the long axis of the codes counts no more than the short one.
  private func codes(_ count: Int = 200) -> Tensor {
    var numbers = RandomNumbers(seed: 5)
    return Tensor(
      (0..<count).flatMap { _ in [Float(1000 * numbers.normal()), Float(numbers.normal())] },
      shape: [count, 2])
  }

  @Test func theNearestAreThoseOfTheWhitenedCodes() throws {
    let space = try CodeSpace(codes(), workers: Workers(threads: 1))
    for row in [0, 17, 199] {
      let found = try space.nearest(to: row, count: 5)
      let distances = (0..<200).map { other in
        (0..<2).reduce(Float(0)) { sum, unit in
          let difference = space.codes[row, unit] - space.codes[other, unit]
          return sum + difference * difference
        }.squareRoot()
      }
      let expected = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(
        5)
      #expect(found.rows == Array(expected) && found.rows[0] == row)
      // The same code given as one that is in no table.
      let own = codes().withUnsafeValues { [$0[2 * row], $0[2 * row + 1]] }
      #expect(try space.nearest(toCode: own, count: 5).rows == found.rows)
    }
    #expect(try space.nearest(to: 3, count: 1000).rows.count == 200)
  }

  /// Whatever part of the sources is looked at first, the loneliest of all are found, and of a part of them too.
  @Test(arguments: [12, 60, 5000])
  func theLoneliestAreFoundWithoutSearchingForAll(part: Int) throws {
    var numbers = RandomNumbers(seed: 9)
    let codes = Tensor(
      (0..<4000).flatMap { row in
        (0..<3).map { _ in Float(numbers.normal() * (row % 97 == 0 ? 4 : 1)) }
      },
      shape: [4000, 3])
    let space = try CodeSpace(codes, workers: Workers(threads: 2))
    let all = try space.loneliness(byNeighbour: 10)
    for rows in [Array(0..<4000), Array(stride(from: 1, to: 4000, by: 3)), [5, 6, 7]] {
      let found = try space.loneliest(50, of: rows, byNeighbour: 10, part: part)
      let expected = rows.sorted { (-all[$0], $0) < (-all[$1], $1) }.prefix(50)
      #expect(found.map(\.row) == Array(expected))
      #expect(found.map(\.distance) == expected.map { all[$0] })
    }
    #expect(try space.loneliest(3, of: [], byNeighbour: 10).isEmpty)
  }

  /// Ranks that search for a part each find the same.
  @Test(arguments: [2, 3]) func ranksFindTheSame(ranks: Int) throws {
    let codes = Tensor(
      (0..<1200).map { Float(sin(Double($0) * 1.7) * Double($0 % 11)) }, shape: [600, 2])
    let loneliest: @Sendable (Ranks) throws -> [Int] = { ranks in
      try CodeSpace(codes, workers: Workers(threads: 1), ranks: ranks)
        .loneliest(20, of: Array(1..<600), byNeighbour: 10, part: 50).map(\.row)
    }
    let all = try RanksOfThreads.results(of: ranks, loneliest)
    #expect(all == [[Int]](repeating: try loneliest(.alone), count: ranks))
  }

  @Test func whoStandsApartIsTheLoneliest() throws {
    var values = codes().values
    (values[2 * 40], values[2 * 40 + 1]) = (0, 8)
    let space = try CodeSpace(Tensor(values, shape: [200, 2]), workers: Workers(threads: 2))
    let loneliness = try space.loneliness(byNeighbour: 10)
    #expect(loneliness.indices.max { loneliness[$0] < loneliness[$1] } == 40)
    for row in [0, 40, 77] {
      #expect(try loneliness[row] == space.nearest(to: row, count: 11).distances[10])
    }
    // Fewer sources than neighbours asked for: the farthest there is.
    let few = try CodeSpace(codes(5), workers: Workers(threads: 1))
    #expect(try few.loneliness(byNeighbour: 10).count == 5)
  }

  @Test func codesOfOtherModelsAreRefused() throws {
    let space = try CodeSpace(codes(), workers: Workers(threads: 1))
    #expect(throws: (any Error).self) { try space.nearest(toCode: [1, 2, 3], count: 1) }
  }
}
