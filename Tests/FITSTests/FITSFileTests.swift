import FITS
import Foundation
import Testing

struct FITSFileTests {
  let scratch = Scratch()

  /// What opening these bytes says after "cannot read NAME: ".
  private func complaint(_ bytes: Data, name: String = "x.fits") throws -> String {
    let path = try scratch.write(bytes, as: name)
    do throws(FITSError) {
      _ = try FITSFile(reading: path)
      return "nothing"
    } catch {
      let start = "cannot read \(path): "
      #expect(error.description.hasPrefix(start))
      return String(error.description.dropFirst(start.count))
    }
  }

  private func header(_ cards: (String, String)...) -> Data {
    RawFITS.unit(cards.map { RawFITS.card($0, $1) })
  }

  @Test func whatIsNoFITSFileIsASentence() throws {
    #expect(try complaint(Data()) == "the file is empty")
    let notFITS = "it is not a FITS file (it does not begin with SIMPLE)"
    #expect(try complaint(Data("ra,dec,class\n1,2,star\n".utf8)) == notFITS)
    #expect(try complaint(Data("SIMPLE".utf8)) == notFITS)
    #expect(throws: FITSError("cannot read \(scratch.folder): it is a folder")) {
      _ = try FITSFile(reading: scratch.folder)
    }
    let none = scratch.path("none.fits")
    #expect(throws: FITSError("cannot read \(none): No such file or directory")) {
      _ = try FITSFile(reading: none)
    }
  }

  @Test func truncationSaysHowMuchThereIs() throws {
    let whole = RawFITS.shorts(Array(repeating: 7, count: 3000))
    #expect(whole.count == 2880 + 8640)
    #expect(
      try complaint(whole.prefix(2880 + 5000))
        == "it is truncated: unit 0 has 5000 bytes of 6000; fetch it again")
    #expect(
      try complaint(whole.prefix(200))
        == "it is truncated: it ends within the header of unit 0; fetch it again")
    #expect(
      try complaint(whole.prefix(2000))
        == "it is truncated: it ends within the header of unit 0; fetch it again")
  }

  @Test func headersMustMakeSense() throws {
    let simple = ("SIMPLE", "T")
    #expect(
      try complaint(header(simple, ("BITPIX", "12"), ("NAXIS", "0"))) == "BITPIX of unit 0 is 12")
    #expect(
      try complaint(header(simple, ("BITPIX", "'8'"), ("NAXIS", "0")))
        == "card 2 of the header of unit 0 is not a BITPIX")
    #expect(
      try complaint(header(simple, ("NAXIS", "0"), ("BITPIX", "8")))
        == "card 2 of the header of unit 0 is not a BITPIX")
    #expect(
      try complaint(header(simple, ("BITPIX", "8"), ("NAXIS", "999")))
        == "NAXIS of unit 0 is 999, not 0 to 9")
    #expect(
      try complaint(header(simple, ("BITPIX", "8"), ("NAXIS", "1"), ("NAXIS1", "-5")))
        == "NAXIS1 of unit 0 is -5")
    #expect(
      try complaint(
        header(
          simple, ("BITPIX", "-64"), ("NAXIS", "2"), ("NAXIS1", "4294967296"),
          ("NAXIS2", "4294967296")))
        == "the axes of unit 0 make a size beyond all bounds")
    #expect(
      try complaint(
        header(simple, ("BITPIX", "8"), ("NAXIS", "1"), ("NAXIS1", "1"), ("PCOUNT", "-1")))
        == "PCOUNT of unit 0 is not a size")
    #expect(
      try complaint(
        header(
          simple, ("BITPIX", "8"), ("NAXIS", "1"), ("NAXIS1", "0"), ("GROUPS", "T"),
          ("PCOUNT", "3"), ("GCOUNT", "1")))
        == "unit 0 holds random groups, which are not understood")
    #expect(
      try complaint(RawFITS.emptyPrimary + Data(repeating: 0x41, count: 2880))
        == "what follows its unit 0 is not FITS")
    #expect(
      try complaint(
        Data(RawFITS.emptyPrimary.prefix(240)) + Data(repeating: 0x20, count: 6_000_000))
        == "the header of unit 0 has more than 2000 blocks")
  }

  @Test func aTableMustSayItsColumnsInTheirPlace() throws {
    let table = header(
      ("XTENSION", "'BINTABLE'"), ("BITPIX", "8"), ("NAXIS", "2"), ("NAXIS1", "4"), ("NAXIS2", "0"),
      ("PCOUNT", "0"), ("GCOUNT", "1"), ("TFORM1", "'J'"), ("TFIELDS", "1"))
    #expect(
      try complaint(RawFITS.emptyPrimary + table)
        == "card 8 of the header of unit 1 is not a TFIELDS")
  }

  private func remarks(_ bytes: Data) throws -> [String] {
    let path = try scratch.write(bytes, as: "odd.fits")
    let file = try FITSFile(reading: path)
    #expect(file.remarks.allSatisfy { $0.path == path })
    #expect(file.unitCount == 1 && file.checksumVerdict(of: 0) == .absent)
    #expect(try file.image(of: 0).pixels == Array(repeating: 7, count: 3000))
    return file.remarks.map(\.text)
  }

  /// All pixels are there: the file is read, and what is odd is told.
  @Test func filesThatEndOddlyAreReadWithARemark() throws {
    let whole = RawFITS.shorts(Array(repeating: 7, count: 3000))
    #expect(try remarks(whole) == [])
    #expect(try remarks(whole + Data(count: 2880)) == [])
    for count in [6000, 6001, 6500, 8639] {
      #expect(
        try remarks(whole.prefix(2880 + count))
          == ["the last block of unit 0 has \(count % 2880) bytes of 2880"].filter { _ in
            count != 5760
          })
    }
    #expect(
      try remarks(whole + Data("\n".utf8)) == ["what follows its unit 0 is not FITS (bytes: 1)"])
    #expect(
      try remarks(whole + Data(count: 100)) == ["what follows its unit 0 is not FITS (bytes: 100)"])
    #expect(
      try remarks(whole + Data(repeating: 0x0a, count: 5000))
        == ["what follows its unit 0 is not FITS (bytes: 5000)"])
    let end = try #require(whole.range(of: Data("END     ".utf8))?.lowerBound)
    for filler: [UInt8] in [[0], [0x0a], [0x0d, 0x0a]] {
      var odd = whole
      odd.replaceSubrange(end + 3..<end + 3 + filler.count, with: filler)
      #expect(
        try remarks(odd) == ["the header of unit 0 has other bytes than blanks after its END"])
    }
    var odd = whole
    odd.replaceSubrange(end + 3..<2880, with: Data(count: 2880 - end - 3))
    #expect(try remarks(odd) == ["the header of unit 0 has other bytes than blanks after its END"])
  }

  /// Checksums that no reader sees promise nothing: whatever card became END, the file is refused.
  @Test func anEndBeforeTheChecksumsIsRefused() throws {
    for sums in [["CHECKSUM", "DATASUM"], ["CHECKSUM"], ["DATASUM"]] {
      let cards = [RawFITS.card("OBJECT", "'a'")] + sums.map { RawFITS.card($0, "'0'") }
      let whole = RawFITS.shorts([1, 2, 3], extra: cards)
      let place = try #require(whole.range(of: Data("OBJECT".utf8))?.lowerBound)
      var odd = whole
      odd.replaceSubrange(
        place..<place + 80,
        with: Data("END".padding(toLength: 80, withPad: " ", startingAt: 0).utf8))
      do {
        _ = try remarks(odd)
        Issue.record("read")
      } catch {
        #expect(
          "\(error)".hasSuffix(
            "the header of unit 0 has an END before its checksums: it is damaged; fetch it or make it again"
          ))
      }
    }
  }

  /// What may have been another unit is no trailing oddity.
  @Test func aLostUnitIsNotTakenForATrail() throws {
    let whole = RawFITS.shorts(Array(repeating: 7, count: 3000))
    let next = RawFITS.unit([
      RawFITS.card("XTENSION", "'IMAGE'"), RawFITS.card("BITPIX", "8"), RawFITS.card("NAXIS", "0"),
      RawFITS.card("PCOUNT", "0"), RawFITS.card("GCOUNT", "1"),
    ])
    for count in [1, 4, 8, 9, 100, 2879] {
      #expect(
        try complaint(whole + next.prefix(count))
          == "it is truncated: it ends within the header of unit 1; fetch it again")
    }
    #expect(
      try complaint(whole + Data(repeating: 0x41, count: 2880))
        == "what follows its unit 0 is not FITS")
    #expect(
      try complaint(whole.prefix(2880 + 6000) + next)
        == "unit 0 does not fill its last block, and another follows")
  }

  /// The sum counts what would fill the last block.
  @Test func anUnfilledLastBlockKeepsItsChecksum() throws {
    var document = FITSDocument()
    document.add(Image(shape: [3, 7], pixels: (0..<21).map(Float.init)))
    let path = scratch.path("sum.fits")
    try document.write(to: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for missing in [1, 2, 3, 4, 1000, 2880 - 84] {
      let short = try FITSFile(reading: scratch.write(whole.dropLast(missing), as: "short.fits"))
      #expect(short.checksumVerdict(of: 0) == .correct)
      #expect(short.remarks.count == 1)
    }
  }

  /// One bit anywhere in a file of ours, and it is refused by the name of its unit.
  @Test func damageIsRefusedByTheNameOfItsUnit() throws {
    var document = FITSDocument()
    document.add(Image(shape: [40, 40], pixels: (0..<1600).map(Float.init)))
    document.add(Table([Column(name: "RA", values: .double([1, 2, 3]))]), name: "CATALOG")
    let path = scratch.path("own.fits")
    try document.write(to: path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    func refusal(_ bytes: Data) throws -> String {
      let path = try scratch.write(bytes, as: "d.fits")
      let file = try FITSFile(reading: path)
      do throws(FITSError) { try file.requireSound() } catch { return error.description }
      return "none"
    }
    #expect(try refusal(whole) == "none")
    let path2 = scratch.path("d.fits")
    let end = 2880 + 8640
    var seen = 0
    for place in stride(from: 2880, to: whole.count, by: 97) {
      var damaged = whole
      damaged[place] ^= 1 << UInt8(place % 8)
      guard let text = try? refusal(damaged) else { continue }
      let title = place < end ? "unit 0" : "unit 1 (CATALOG)"
      seen += 1
      #expect(
        text
          == "cannot use \(path2): the checksum of its \(title) does not fit its bytes; it was changed "
          + "or damaged since it was written: restore it or make it again", "\(place)")
    }
    #expect(seen > 50)
  }

  @Test func paddingAfterTheLastUnitIsNoUnit() throws {
    let path = try scratch.write(
      RawFITS.emptyPrimary + Data(repeating: 0, count: 5 * 2880), as: "padded.fits")
    #expect(try FITSFile(reading: path).unitCount == 1)
  }

  @Test(arguments: ["a.fits[1]", "x(!y.fits)", "http:x.fits", "mem:", "!b.fits", "c.fits+1", "-"])
  func aNameIsJustAName(_ name: String) throws {
    let path = try scratch.write(RawFITS.shorts([1, 2, 3]), as: name)
    #expect(try FITSFile(reading: path).image(of: 0).pixels == [1, 2, 3])
    var document = FITSDocument()
    document.add(Image(shape: [1], pixels: [5]))
    try document.write(to: path)
    #expect(try FITSFile(reading: path).image(of: 0).pixels == [5])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder) == [name])
  }

  @Test func integersAreScaledAndBlanked() throws {
    let path = try scratch.write(
      RawFITS.shorts(
        [-32768, 0, 100],
        extra: [
          RawFITS.card("BSCALE", "0.5"), RawFITS.card("BZERO", "10"),
          RawFITS.card("BLANK", "-32768"),
        ]), as: "scaled.fits")
    let pixels = try FITSFile(reading: path).image(of: 0).pixels
    #expect(pixels[0].isNaN && pixels[1...] == [10, 60])
  }

  @Test func unsignedIntegersAreOffset() throws {
    let path = try scratch.write(
      RawFITS.shorts([-32768, 0, 32767], extra: [RawFITS.card("BZERO", "32768")]), as: "u.fits")
    #expect(try FITSFile(reading: path).image(of: 0).pixels == [0, 32768, 65535])
  }

  /// Floats are their values whether or not the header says so, as SDSS's does; any other scale
  /// counts.
  @Test(arguments: [[], [("BZERO", "0.00000"), ("BSCALE", "1.00000")], [("BSCALE", "2")]])
  func floatsAreScaled(by keywords: [(String, String)]) throws {
    let values: [Float] = [1.5, -.leastNonzeroMagnitude, -.infinity, .nan, 0.1]
    let bytes = RawFITS.unit(
      [
        RawFITS.card("SIMPLE", "T"), RawFITS.card("BITPIX", "-32"), RawFITS.card("NAXIS", "1"),
        RawFITS.card("NAXIS1", "5"),
      ] + keywords.map { RawFITS.card($0.0, $0.1) },
      data: values.flatMap { RawFITS.bigEndian($0.bitPattern) })
    let pixels = try FITSFile(reading: scratch.write(bytes, as: "f.fits")).image(of: 0).pixels
    let factor: Float = keywords.count == 1 ? 2 : 1
    for (pixel, value) in zip(pixels, values) {
      #expect(pixel.bitPattern == (factor * value).bitPattern)
    }
  }

  @Test func doublesBecomeFloats() throws {
    let values = [1.5, -Double.infinity, 1e300, .nan, 0.1]
    let bytes = RawFITS.unit(
      [
        RawFITS.card("SIMPLE", "T"), RawFITS.card("BITPIX", "-64"), RawFITS.card("NAXIS", "1"),
        RawFITS.card("NAXIS1", "5"),
      ], data: values.flatMap { RawFITS.bigEndian($0.bitPattern) })
    let pixels = try FITSFile(reading: scratch.write(bytes, as: "d.fits")).image(of: 0).pixels
    #expect(pixels[0...2] == [1.5, -.infinity, .infinity])
    #expect(pixels[3].isNaN && pixels[4] == 0.1)
  }

  @Test func theWrongKindOfUnitIsASentence() throws {
    var document = FITSDocument()
    document.add(Table([Column(name: "X", values: .float([1]))]), name: "CATALOG")
    let path = scratch.path("k.fits")
    try document.write(to: path)
    let file = try FITSFile(reading: path)
    #expect(
      throws: FITSError("cannot read the image CATALOG of \(path): it is a table")
    ) { _ = try file.image(of: 1) }
    #expect(
      throws: FITSError("cannot read the image of unit 0 of \(path): it has no pixels")
    ) { _ = try file.image(of: 0) }
    #expect(
      throws: FITSError("cannot read the table of unit 0 of \(path): it is an image")
    ) { _ = try file.table(of: 0) }
    #expect(throws: FITSError("\(path) has no unit 2; it has 2")) { _ = try file.header(of: 2) }
    #expect(throws: FITSError("\(path) has no unit named CODES; it has CATALOG")) {
      _ = try file.unit(named: "CODES")
    }
  }

  @Test func tileCompressedImagesAreRefused() throws {
    let bytes = RawFITS.table(
      rowBytes: 8, rows: 1, forms: ["1PB(9)"],
      extra: [
        RawFITS.card("ZIMAGE", "T"), RawFITS.card("ZCMPTYPE", "'RICE_1'"),
        RawFITS.card("ZBITPIX", "16"), RawFITS.card("ZNAXIS", "1"), RawFITS.card("ZNAXIS1", "5"),
      ], data: Array(repeating: 0, count: 8))
    let path = try scratch.write(bytes, as: "z.fits")
    let expected = FITSError(
      "cannot read the image of unit 1 of \(path): it is tile-compressed; run funpack")
    let file = try FITSFile(reading: path)
    #expect(throws: expected) { _ = try file.image(of: 1) }
  }

  @Test func manyThreadsReadManyFiles() async throws {
    let paths = try (0..<8).map { index in
      try scratch.write(
        RawFITS.shorts(Array(repeating: Int16(index), count: 5000)), as: "\(index).fits")
    }
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for round in 0..<80 {
        let path = paths[round % 8]
        group.addTask {
          try FITSFile(reading: path).image(of: 0).pixels.allSatisfy { $0 == Float(round % 8) }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }
}

@Suite(.enabled(if: SDSS.isThere, "GALAXY_AEP_DATA holds no SDSS frames"))
struct SDSSFrameTests {
  @Test func aFrameIsRead() throws {
    let file = try FITSFile(reading: SDSS.frame)
    #expect(file.unitCount == 4)
    let header = try file.header(of: 0)
    #expect(header.int("RUN") == 3918 && header.string("FILTER") == "r")
    #expect(header.double("NMGY") == 0.00511409)
    let image = try file.image(of: 0)
    #expect(image.shape == [1489, 2048])
    // Sum and single pixels as astropy gives them.
    #expect(image.pixels[0] == -0.02154541 && image.pixels[744 * 2048 + 1024] == 0.0154418945)
    let sum = image.pixels.reduce(0) { $0 + Double($1) }
    #expect(abs(sum - 28940.650218467345) < 1e-6)
    let sky = try file.table(of: 2)
    #expect(sky.columns.map(\.name) == ["ALLSKY", "XINTERP", "YINTERP"])
    #expect(sky["ALLSKY"]?.values.width == 49152 && sky["YINTERP"]?.values.width == 1489)
    let astrometry = try file.table(of: 3)
    #expect(astrometry["RERUN"]?.strings == ["301"] && astrometry["RUN"]?.ints == [3918])
    #expect(astrometry["NAXIS"]?.ints == [2048, 1489] && astrometry["D"]?.doubles != nil)
  }

  @Test func aTruncatedDownloadIsASentence() throws {
    let scratch = Scratch()
    let whole = try Data(contentsOf: URL(fileURLWithPath: SDSS.frame))
    for count in [10, 50_000, whole.count / 2, whole.count - 1] {
      let path = try scratch.write(whole.prefix(count), as: "frame-\(count).fits.bz2")
      let expected = FITSError(
        "cannot read \(path): it is truncated, its bzip2 data end too early; fetch it again")
      #expect(throws: expected) { _ = try FITSFile(reading: path) }
    }
  }
}
