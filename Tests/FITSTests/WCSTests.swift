import FITS
import Foundation
import Testing

struct WCSTests {
  /// What astropy found; Tests/Fixtures/WCS/make-wcs.py made it.
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var cards: [String: Value]
    var scale: Double
    var x, y, ra, dec, skyRA, skyDec, pixelX, pixelY: [Double]

    var testDescription: String { name }

    var header: Header {
      Header(cards.sorted { $0.key < $1.key }.map { Card($0.key, $0.value.headerValue) })
    }
  }

  enum Value: Decodable, Sendable {
    case text(String)
    case number(Double)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .text(try container.decode(String.self))
      }
    }

    var headerValue: HeaderValue {
      switch self {
      case .text(let text): .string(text)
      case .number(let number): Int(exactly: number).map(HeaderValue.int) ?? .double(number)
      }
    }
  }

  private struct Fixture: Decodable {
    var cases: [Case]
  }

  static let cases: [Case] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/WCS/wcs.json")
    guard let data = try? Data(contentsOf: path),
      let fixture = try? JSONDecoder().decode(Fixture.self, from: data)
    else { return [] }
    return fixture.cases
  }()

  private static var tan: Header { cases.first { $0.name == "TAN" }?.header ?? Header() }

  @Test func theFixtureIsThere() {
    #expect(
      Self.cases.map(\.name) == [
        "TAN", "SIP", "TPV", "SWAPPED", "SCAMP", "SCAMP-SIP", "PTF", "TPV-SIP", "SIP-UNNAMED",
        "TAN-PV", "NEGATIVE",
      ])
  }

  @Test(arguments: cases)
  func agreesWithAstropy(_ expected: Case) throws {
    let wcs = try WCS(header: expected.header)
    let sky = try wcs.sky(x: expected.x, y: expected.y)
    for (index, position) in sky.enumerated() {
      #expect(abs(position.ra - expected.ra[index]) < 1e-9)
      #expect(abs(position.dec - expected.dec[index]) < 1e-9)
    }
    let pixels = try wcs.pixels(ra: expected.skyRA, dec: expected.skyDec)
    for index in pixels.x.indices {
      #expect(abs(pixels.x[index] - expected.pixelX[index]) < 1e-6)
      #expect(abs(pixels.y[index] - expected.pixelY[index]) < 1e-6)
    }
    #expect(abs(wcs.pixelScale - expected.scale) < 1e-9)
  }

  @Test(arguments: cases)
  func thereAndBackAgain(_ example: Case) throws {
    let wcs = try WCS(header: example.header)
    let position = try wcs.sky(x: 17.25, y: 1003.5)
    let pixel = try wcs.pixel(ra: position.ra, dec: position.dec)
    #expect(abs(pixel.x - 17.25) < 1e-6 && abs(pixel.y - 1003.5) < 1e-6)
  }

  @Test func theReferencePixelIsTheReferencePoint() throws {
    let position = try WCS(header: Self.tan).sky(x: 1024, y: 744)
    #expect(abs(position.ra - 229.537988811) < 1e-12 && abs(position.dec - 42.7632764344) < 1e-12)
  }

  @Test func pointsOfTheOtherHemisphereHaveNoPixel() throws {
    let wcs = try WCS(header: Self.tan)
    let pixels = try wcs.pixels(ra: [229.5, 49.5, .nan], dec: [42.7, -42.7, 0])
    #expect(pixels.x[0].isFinite && pixels.x[1].isNaN && pixels.x[2].isNaN)
    #expect(
      throws: FITSError("the position (49.5, -42.7) has no pixel by the world coordinates")
    ) { _ = try wcs.pixel(ra: 49.5, dec: -42.7) }
    let sky = try wcs.sky(x: [0, .infinity, .nan], y: [0, 0, 0])
    #expect(sky.map(\.ra.isFinite) == [true, false, false])
  }

  @Test func aCubeHasTheSkyOfItsFirstTwoAxes() throws {
    var header = Header()
    header.set("NAXIS", 3)
    for card in Self.tan.cards { header.append(card) }
    header.set("CTYPE3", "WAVE")
    header.set("CRVAL3", 6e-7)
    header.set("CDELT3", 1e-7)
    header.set("CD3_3", 1e-7)
    let flat = try WCS(header: Self.tan).sky(x: 5, y: 6)
    let cube = try WCS(header: header).sky(x: 5, y: 6)
    #expect(flat.ra == cube.ra && flat.dec == cube.dec)
  }

  @Test(arguments: [
    ([:], "its header has none"),
    (
      ["CTYPE1": "GLON-TAN", "CTYPE2": "GLAT-TAN"],
      "its axes are not right ascension and declination"
    ),
    (
      ["CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "RADESYS": "FK4"],
      "its positions are FK4 at equinox 1950.0, not ICRS"
    ),
    (["CTYPE1": "RA---TAN"], "its header has no right ascension and declination"),
  ])
  func whatIsNoSkyIsASentence(_ cards: [String: String], _ reason: String) {
    var header = Header()
    for (keyword, value) in cards { header.set(keyword, .string(value)) }
    #expect(throws: FITSError("the image has no usable world coordinates: \(reason)")) {
      _ = try WCS(header: header)
    }
  }

  @Test(arguments: [
    (0.0, "its CD matrix is zero"),
    (1.0, "its matrix makes pixels without an area"),
  ])
  func aSingularMatrixIsASentence(_ element: Double, _ reason: String) {
    var header = Self.tan
    for keyword in ["CD1_1", "CD1_2", "CD2_1", "CD2_2"] { header.set(keyword, .double(element)) }
    #expect(throws: FITSError("the image has no usable world coordinates: \(reason)")) {
      _ = try WCS(header: header)
    }
  }

  /// What the placing cards are copied to lies where the original does, and they are no more than that.
  @Test(arguments: cases)
  func thePlacingCardsAreEnough(_ expected: Case) throws {
    var whole = expected.header
    whole.set("NAXIS", .int(2))
    whole.set("OBJECT", .string("M 31"))
    let copy = Header(whole.placingCards)
    #expect(copy.value("NAXIS") == nil && copy.value("OBJECT") == nil)
    let there = try WCS(header: whole).sky(x: expected.x, y: expected.y)
    for (own, other) in zip(try WCS(header: copy).sky(x: expected.x, y: expected.y), there) {
      #expect(own == other)
    }
  }

  /// Older forms of matrix and equinox place pixels, too.
  @Test func olderFormsAreKept() throws {
    var old = Header()
    for card in Self.tan.cards {
      let name = card.keyword
      guard let value = card.value, !name.hasPrefix("EQUINOX") else { continue }
      let older = name.hasPrefix("CD") && name.count == 5
      old.set(older ? "CD00\(name.dropFirst(2).prefix(1))00\(name.suffix(1))" : name, value)
    }
    old.set("EPOCH", .double(2000))
    let copy = Header(old.placingCards)
    #expect(copy.value("CD001001") != nil && copy.value("EPOCH") != nil)
    let there = try WCS(header: old).sky(x: 10, y: 20)
    #expect(try WCS(header: copy).sky(x: 10, y: 20) == there)
  }

  @Test func manyThreadsAskAtOnce() async throws {
    let wcs = try WCS(header: Self.tan)
    let single = try wcs.sky(x: 100, y: 200)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<32 {
        group.addTask {
          let own = try WCS(header: Self.tan)
          let many = try wcs.sky(
            x: Array(repeating: 100, count: 500), y: Array(repeating: 200, count: 500))
          let position = try own.sky(x: 100, y: 200)
          return many.allSatisfy { $0 == single } && position == single
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }
}
