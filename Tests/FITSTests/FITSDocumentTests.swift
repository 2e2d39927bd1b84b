import FITS
import Files
import Foundation
import Testing

struct FITSDocumentTests {
  let scratch = Scratch()

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: scratch.path(name)))
  }

  @Test(arguments: [[7], [3, 5], [2, 3, 4], [3, 5, 6, 7], [2, 1, 2, 1, 3]])
  func imagesOfAnyNumberOfAxesSurvive(_ shape: [Int]) throws {
    let count = shape.reduce(1, *)
    let odd: [Float] = [.nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude]
    let pixels = (0..<count).map { $0 < odd.count ? odd[$0] : Float($0) * 0.37 - 5 }
    var header = Header()
    header.set("OBJECT", "M 31")
    var document = FITSDocument()
    document.add(Image(shape: shape, pixels: pixels), header: header)
    document.add(Image(shape: shape, pixels: pixels.reversed()), name: "SECOND")
    try document.write(to: scratch.path("i.fits"))

    let file = try FITSFile(reading: scratch.path("i.fits"))
    #expect(file.unitCount == 2)
    let image = try file.image(of: 0)
    #expect(image.shape == shape)
    #expect(image.pixels.map(\.bitPattern) == pixels.map(\.bitPattern))
    #expect(try file.image(of: file.unit(named: "second")).pixels[count - 1].isNaN)
    #expect(try file.header(of: 0).string("OBJECT") == "M 31")
    #expect(file.checksumVerdict(of: 0) == .correct && file.checksumVerdict(of: 1) == .correct)
  }

  @Test func pixelsAreAskedForSliceBySlice() throws {
    var document = FITSDocument()
    document.add(imageShape: [4, 2, 3]) { index, slice in
      for place in slice.indices { slice[place] = Float(100 * index + place) }
    }
    try document.write(to: scratch.path("s.fits"))
    let image = try FITSFile(reading: scratch.path("s.fits")).image(of: 0)
    let expected: [Float] = (0..<24).map { (place: Int) in Float(place / 6 * 100 + place % 6) }
    #expect(image.pixels == expected)
  }

  /// Images are written in pieces of 65,536 numbers: less, exactly one, several, and slices beyond.
  @Test(arguments: [[3, 17], [64, 1024], [65, 1024], [300, 1000], [2, 100_000], [1, 65_537]])
  func imagesOfAnySizeSurviveWithTheirChecksum(_ shape: [Int]) throws {
    var document = FITSDocument()
    document.add(header: Header())
    document.add(imageShape: shape, name: "LIGHT") { index, slice in
      for place in slice.indices { slice[place] = Float(index &* 7919 &+ place) - 1000.5 }
    }
    document.add(TableTests.everyKind, name: "AFTER")
    try document.write(to: scratch.path("p.fits"))
    let file = try FITSFile(reading: scratch.path("p.fits"))
    let pixels = try file.image(of: 1).pixels
    #expect(pixels.count == shape[0] * shape[1])
    #expect(
      pixels.indices.allSatisfy {
        pixels[$0] == Float($0 / shape[1] &* 7919 &+ $0 % shape[1]) - 1000.5
      })
    #expect((0..<3).allSatisfy { file.checksumVerdict(of: $0) == .correct })
    #expect(try file.table(of: 2) == TableTests.everyKind)
    #expect(file.bytes.count % 2880 == 0)
  }

  @Test func aFillingThatFailsLeavesNothing() throws {
    var document = FITSDocument()
    document.add(imageShape: [4, 2]) { index, _ in
      if index == 2 { throw FITSError("stop") }
    }
    #expect(throws: FITSError("stop")) { try document.write(to: scratch.path("s.fits")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == [])
  }

  @Test func dataLieWhereTheFileSays() throws {
    var document = FITSDocument()
    document.add(header: Header())
    document.add(Image(shape: [2, 3], pixels: [1, 2, 3, 4, 5, 6]), name: "PIXELS")
    try document.write(to: scratch.path("d.fits"))
    let file = try FITSFile(reading: scratch.path("d.fits"))
    let range = try file.dataRange(of: 1)
    #expect(range.count == 24 && file.contents.isMapped)
    let numbers = (0..<6).map { index in
      let start = range.lowerBound + 4 * index
      return Float(
        bitPattern: UInt32(
          bigEndian: file.bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
    }
    #expect(numbers == [1, 2, 3, 4, 5, 6])
    #expect(try file.dataRange(of: 0).isEmpty)
    #expect(try file.shape(of: 1) == [2, 3])
  }

  @Test func theSameContentGivesTheSameBytes() async throws {
    let provenance = Provenance(command: "galaxy-aep test", seed: 3, inputs: ["a"])
    for name in ["1.fits", "2.fits"] {
      var document = FITSDocument()
      document.add(Image(shape: [2, 2], pixels: [1, 2, 3, 4]))
      document.add(Table([Column(name: "X", values: .double([1, 2]))]), name: "T")
      try document.write(to: scratch.path(name), provenance: provenance)
      try await Task.sleep(for: .milliseconds(1100))
    }
    #expect(try bytes("1.fits") == bytes("2.fits"))
  }

  @Test func whatIsReadCanBeWrittenAgain() throws {
    var document = FITSDocument()
    var header = Header()
    header.set("OBJECT", "x")
    document.add(Image(shape: [2, 2], pixels: [1, 2, 3, 4]), header: header)
    document.add(
      Table([Column(name: "X", unit: "deg", values: .double([1, 2]))]), header: header, name: "T")
    try document.write(to: scratch.path("1.fits"))

    let file = try FITSFile(reading: scratch.path("1.fits"))
    var copy = FITSDocument()
    copy.add(try file.image(of: 0), header: try file.header(of: 0))
    copy.add(try file.table(of: 1), header: try file.header(of: 1), name: "T")
    try copy.write(to: scratch.path("2.fits"))
    #expect(try bytes("1.fits") == bytes("2.fits"))
  }

  @Test func provenanceSurvives() throws {
    let provenance = Provenance(
      command: "galaxy-aep ingest "
        + (0..<400).map { "it's/frame-\($0).fits" }.joined(separator: " "),
      kernels: "avx512bf16", seed: .max,
      inputs: (0..<20).map { Artifact(.frames, "frame-\($0).fits") })
    var document = FITSDocument()
    document.add(Table([Column(name: "X", values: .float([1]))]), name: "T")
    try document.write(to: scratch.path("p.fits"), provenance: provenance)
    let file = try FITSFile(reading: scratch.path("p.fits"))
    #expect(try file.header(of: 0).provenance == provenance)
    #expect(try file.header(of: 1).provenance == nil)
  }

  @Test(arguments: [Int.min, -1, 0, 1, 3, 1 << 40, .max])
  func inputsAreThoseThereAreWhateverTheirCountSays(count: Int) {
    var header = Header()
    header.set(Provenance(command: "galaxy-aep test", inputs: ["a", "b"]))
    header.set("INPUTS", .int(count))
    let expected = ["a", "b"].prefix(max(0, min(count, 2)))
    #expect(header.provenance?.inputs.map(\.path) == Array(expected))
  }

  @Test func aFlippedBitShowsInTheChecksum() throws {
    var document = FITSDocument()
    document.add(Image(shape: [2, 2], pixels: [1, 2, 3, 4]))
    try document.write(to: scratch.path("c.fits"))
    var content = try bytes("c.fits")
    content[2880 + 3] ^= 1
    let path = try scratch.write(content, as: "flipped.fits")
    #expect(try FITSFile(reading: path).checksumVerdict(of: 0) == .wrong)
    let bare = try scratch.write(RawFITS.shorts([1]), as: "bare.fits")
    #expect(try FITSFile(reading: bare).checksumVerdict(of: 0) == .absent)
  }

  @Test func aFolderThatIsMissingIsASentence() {
    var document = FITSDocument()
    document.add(header: Header())
    let path = scratch.path("no/x.fits")
    let expected = FileError(
      "cannot create \(path): No such file or directory; create its folder first")
    #expect(throws: expected) { try document.write(to: path) }
  }

  static let verifier = "/usr/bin/fitsverify"

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: verifier), "fitsverify is not installed"))
  func fitsverifyHasNothingToSay() throws {
    var header = Header()
    header.set("COMMENTS", .string(String(repeating: "it's long ", count: 30)), comment: "c")
    header.set("ESO DET ID", 7)
    header.add(history: String(repeating: "h", count: 100))
    var document = FITSDocument()
    document.add(
      Image(shape: [2, 3, 4, 5], pixels: Array(repeating: 1, count: 120)), header: header)
    document.add(TableTests.everyKind, header: header, name: "CATALOG")
    document.add(Image(shape: [3], pixels: [1, .nan, 3]), header: header, name: "IMAGE")
    document.add(header: header, name: "EMPTY")
    try document.write(
      to: scratch.path("v.fits"),
      provenance: Provenance(command: String(repeating: "long ", count: 50), seed: 1, inputs: ["a"])
    )
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.verifier)
    process.arguments = ["-q", scratch.path("v.fits")]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text.hasPrefix("verification OK"), "\(text)")
  }
}
