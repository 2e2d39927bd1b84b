import FITS
import Foundation
import Testing

/// World coordinates that no standard allows end in a sentence, or say nothing.
struct HostileSkyTests {
  let scratch = Scratch()

  private static let doing = "the image has no usable world coordinates: "

  /// The cards of one of the fixtures, each as a line.
  private static func lines(_ name: String) -> [String] {
    let text = Array((WCSTests.cases.first { $0.name == name }?.header.text ?? "").utf8)
    return stride(from: 0, to: text.count, by: 80).map {
      String(decoding: text[$0..<($0 + 80)], as: UTF8.self)
    }
  }

  private func header(_ lines: [String]) throws -> Header {
    let start = [
      RawFITS.card("SIMPLE", "T"), RawFITS.card("BITPIX", "8"), RawFITS.card("NAXIS", "0"),
    ]
    let path = try scratch.write(RawFITS.unit(start + lines), as: "w.fits")
    return try FITSFile(reading: path).header(of: 0)
  }

  /// The cards with one more, in the place of what has its keyword.
  private func header(_ name: String, with line: String) throws -> Header {
    try header(Self.lines(name).filter { $0.prefix(8) != line.prefix(8) } + [line])
  }

  @Test(arguments: [
    ("A_9_9   = 1.0", "its A_9_9 is beyond order 9"),
    ("A_9_9   = 'x'", "its A_9_9 is beyond order 9"),
    (
      "A_2_0   = 'x'",
      "its A_2_0 is not a number (A_2_0   = 'x'); write a number with a decimal point and without "
        + "quotes"
    ),
    (
      "B_0_2   = nan",
      "its B_0_2 is not a number (B_0_2   = nan); write a number with a decimal point and without "
        + "quotes"
    ),
    ("A_ORDER = 12", "A_ORDER is not 0 to 9"),
    (
      "CRVAL1  = '10.0'",
      "its CRVAL1 is not a number (CRVAL1  = '10.0'); write CRVAL1  = 10.0"
    ),
    (
      "CRVAL1  =         1,500000E+02",
      "its CRVAL1 is not a number (CRVAL1  = 1,500000E+02); write CRVAL1  = 1.500000E+02"
    ),
    (
      "CRVAL1  = '10:00:00'",
      "its CRVAL1 is not a number (CRVAL1  = '10:00:00'); write it in degrees, as a number without "
        + "quotes"
    ),
    (
      "CRVAL1  =150.0", "its CRVAL1 cannot be read (CRVAL1  =150.0); write CRVAL1  = 150.0"
    ),
    (
      "CRVAL1  =                     ",
      "its CRVAL1 has no value (CRVAL1  =); write a number with a decimal point and without quotes"
    ),
    (
      "CRPIX1  = T",
      "its CRPIX1 is not a number (CRPIX1  = T); write a number with a decimal point and without "
        + "quotes"
    ),
    ("PV2_99  = 1.0", "its PV2_99 is beyond the parameters of any projection"),
    (
      "CTYPE2  = 'AAAAAAAAAAAAAAAAAAAA'",
      "its CTYPE2 is not a short name (CTYPE2  = 'AAAAAAAAAAAAAAAAAAAA'); write CTYPE2  = 'RA---TAN', "
        + "say, as the frame was fitted"
    ),
    (
      "CTYPE1  = 'RA---TAN",
      "its CTYPE1 is not a short name (CTYPE1  = 'RA---TAN); write CTYPE1  = 'RA---TAN', say, as "
        + "the frame was fitted"
    ),
    (
      "CTYPE2  = '\(String(repeating: "A", count: 68))",
      "its CTYPE2 is not a short name (CTYPE2  = '\(String(repeating: "A", count: 49))…); write "
        + "CTYPE2  = 'RA---TAN', say, as the frame was fitted"
    ),
    (
      "CUNIT2  = '\(String(repeating: "d", count: 60))",
      "its CUNIT2 is not text (CUNIT2  = '\(String(repeating: "d", count: 49))…); write CUNIT2  = 'deg'"
    ),
    (
      "CTYPE1  = 'RA---TNX'",
      "its projection TNX is IRAF's, whose distortion stands in WAT cards that are not understood; "
        + "fit the frame anew, with TPV (SCAMP) or SIP (astrometry.net)"
    ),
    ("CUNIT2  = 5", "its CUNIT2 is not text (CUNIT2  = 5); write CUNIT2  = 'deg'"),
    (
      "CUNIT2  = 'dd'",
      "its CUNIT2 is not a unit of angle such as deg (CUNIT2  = 'dd'); write CUNIT2  = 'deg'"
    ),
    (
      "CPDIS1  = 'LOOKUP'",
      "its distortion CPDIS1 is a look-up table, which is not applied, and does not say by CPERR how "
        + "far it reaches; resample the frame (drizzle), or fit it anew with SIP or TPV"
    ),
    ("CQDIS1  = 'LOOKUP'", "its CQDIS1 is a distortion that is not understood"),
    ("WCSAXES = 99", "WCSAXES is not 0 to 9"),
    (
      "CRVAL1  = 1E300",
      "its reference point (1e+300, -60.0) is not on the sky; CRVAL is in degrees"
    ),
    (
      "CRVAL2  = 90.01",
      "its reference point (0.01, 90.01) is not on the sky; CRVAL is in degrees"
    ),
  ])
  func aCardThatIsNotUnderstoodIsASentence(_ card: String, _ reason: String) throws {
    let header = try header("SIP", with: card)
    #expect(throws: FITSError(Self.doing + reason)) { _ = try WCS(header: header) }
  }

  /// A card whose number cannot be read, in many ways.
  private static func spoilt(_ keyword: String, _ value: String) -> [String] {
    let name = keyword.trimmingCharacters(in: .whitespaces)
    let comma = value.replacingOccurrences(of: ".", with: ",") + (value.contains(".") ? "" : ",0")
    return [
      "\(keyword)='\(value)'", "\(keyword)= '\(value)'", "\(keyword)=\(value)",
      "\(keyword)= \(comma)", "\(keyword)= \(value) deg", "\(keyword)= nan", "\(keyword)  \(value)",
      "\(keyword): \(value)", "\(keyword)= '1:2:3'", "\(keyword)\t= \(value)", " \(name)= \(value)",
      "\(name) == \(value)", "\(name.lowercased())=\(value)", "\(keyword)= 1E400", "\(keyword)= '",
    ]
  }

  /// Whatever makes a number unreadable, wherever it stands: the card is named, and nothing lies at 0.
  @Test func noNumberOfTheSkyIsLeftOutSilently() throws {
    for name in ["TAN", "SIP", "TPV", "SCAMP"] {
      let lines = Self.lines(name)
      for (place, line) in lines.enumerated() {
        let keyword = String(line.prefix(8))
        let trimmed = keyword.trimmingCharacters(in: .whitespaces)
        guard !["CTYPE", "CUNIT", "RADES"].contains(trimmed.prefix(5)) else { continue }
        let value = line.dropFirst(10).trimmingCharacters(in: .whitespaces)
        for spoiltLine in Self.spoilt(keyword, value) {
          var spoilt = lines
          spoilt[place] = spoiltLine
          let header = try header(spoilt)
          let reason = sentence { _ = try WCS(header: header) }
          #expect(
            reason.hasPrefix(Self.doing) && reason.contains(trimmed), "\(spoilt[place]): \(reason)")
        }
      }
    }
  }

  private func sentence(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "no error"
  }

  @Test(arguments: ["CRVAL1", "CRVAL2", "CRPIX1", "CRPIX2", "CD1_1", "CD2_2"])
  func whatIsAbsentDoesNotCountAsZero(_ keyword: String) throws {
    let header = try header(Self.lines("TAN").filter { !$0.hasPrefix(keyword) })
    let reason = sentence { _ = try WCS(header: header) }
    #expect(reason.hasPrefix("\(Self.doing)its header has no \(keyword)"))
  }

  @Test(arguments: [
    (3e-3, false), (1.6e-2, false), (1.7e-2, true), (1.0, true), (3e-7, false), (2e-7, true),
  ])
  func pixelsAreATelescopes(_ degrees: Double, _ isRefused: Bool) throws {
    let lines = Self.lines("TAN").filter { !$0.hasPrefix("CD") }
    let header = try header(lines + ["CDELT1  = \(-degrees)", "CDELT2  = \(degrees)"])
    let reason = sentence { _ = try WCS(header: header) }
    #expect(
      reason
        == (isRefused
          ? "\(Self.doing)its pixels are \(Float(3600 * degrees)) arcseconds on a side, not 0.001 to "
            + "60; correct CDELT or the CD matrix" : "no error"))
  }

  @Test func aSkyThatDoesNotComeBackIsRefused() throws {
    let lines = Self.lines("SIP").filter { !$0.hasPrefix("A_2_0") } + ["A_2_0   = -2.5E-3"]
    func header(_ width: Int) throws -> Header {
      let start = [
        RawFITS.card("SIMPLE", "T"), RawFITS.card("BITPIX", "8"), RawFITS.card("NAXIS", "2"),
        RawFITS.card("NAXIS1", "\(width)"), RawFITS.card("NAXIS2", "10"),
      ]
      let path = try scratch.write(
        RawFITS.unit(start + lines, data: Array(repeating: 0, count: 10 * width)), as: "w.fits")
      return try FITSFile(reading: path).header(of: 0)
    }
    let reason = sentence { _ = try WCS(header: header(2000)) }
    #expect(
      reason.hasPrefix("\(Self.doing)its corner pixel (2000, 1) does not come back from the sky"))
    #expect(reason.hasSuffix("; its distortion cannot be undone: fit the frame anew"))
  }

  @Test func smallTablesOfDistortionAreLeftOutWithAWord() throws {
    let lines = Self.lines("SIP")
    let plain = try WCS(header: header(lines))
    let tables = try WCS(
      header: header(
        lines + ["CPDIS1  = 'LOOKUP'", "CPERR1  = 0.07", "D2IMDIS2= 'LOOKUP'", "D2IMERR2= 0.05"]))
    #expect(plain.remarks == [])
    #expect(
      tables.remarks == [
        "its look-up table of distortion (CPDIS) is not applied; it moves pixels by up to 0.07",
        "its look-up table of distortion (D2IMDIS) is not applied; it moves pixels by up to 0.05",
      ])
    #expect(try plain.sky(x: 5, y: 1000) == tables.sky(x: 5, y: 1000))
  }

  /// A header may say of its tables what they are not.
  @Test func tablesThatReachFartherThanTheirHeaderSaysAreToldByThemselves() throws {
    var document = FITSDocument()
    document.add(Image(shape: [2, 2], pixels: [0, 0, 0, 0]))
    for (version, size) in [(1, Float(0.1)), (2, -0.5)] {
      var header = Header()
      header.set("EXTVER", .int(version), comment: "")
      document.add(
        Image(shape: [2, 2], pixels: [0, .nan, size, 0]), header: header, name: "WCSDVARR")
    }
    let path = scratch.path("tables.fits")
    try document.write(to: path)
    let file = try FITSFile(reading: path)
    func reach(_ version: String) throws -> [String: Double] {
      try file.reachOfTables(
        of: header(["CPDIS1  = 'LOOKUP'", "CPERR1  = 0.05", "DP1     = 'EXTVER: \(version)'"]))
    }
    #expect(try reach("1") == ["CPDIS": Double(Float(0.1))])
    #expect(try reach("2.0") == ["CPDIS": 0.5])
    for absent in ["3", "1e300", "nan", "x"] { #expect(try reach(absent).isEmpty) }
    let lines = Self.lines("SIP") + ["CPDIS1  = 'LOOKUP'", "CPERR1  = 0.05"]
    let reason = sentence { _ = try WCS(header: header(lines), reach: reach("2")) }
    #expect(
      reason.contains(
        "its distortion CPDIS1 is a look-up table, which is not applied, and moves pixels by up to 0.5; resample"
      ))
  }

  @Test(arguments: [
    ("SCAMP", []),
    ("SCAMP-SIP", ["its SIP polynomial is left out, since SCAMP's (PV) stands beside it"]),
    ("PTF", ["SCAMP's polynomial (PV) is left out, since SIP's stands beside it"]),
    ("TPV-SIP", ["its SIP polynomial is left out, since its projection is TPV"]),
    ("TAN-PV", ["its PV cards below PV1_5 are no distortion under TAN"]),
    ("NEGATIVE", []),
  ])
  func whatIsLeftOutIsTold(_ name: String, _ remarks: [String]) throws {
    #expect(try WCS(header: header(Self.lines(name))).remarks == remarks)
  }

  @Test(arguments: [-360.0, -155.25, -1e-14, 0, 359.9999999999999, 360])
  func rightAscensionsLieWithinOneTurn(_ ra: Double) throws {
    let wcs = try WCS(
      header: header(Self.lines("TAN").filter { !$0.hasPrefix("CRVAL1") } + ["CRVAL1  = \(ra)"]))
    for place in try wcs.sky(x: [0, 1024, 1030, 2048], y: [0, 744, 700, 1488]) {
      #expect((0..<360).contains(place.ra))
      let pixel = try wcs.pixel(ra: place.ra, dec: place.dec)
      #expect(pixel.x.isFinite && pixel.y.isFinite)
    }
  }

  @Test func twoReferencePointsAreNone() throws {
    let lines = Self.lines("TAN")
    let expected = FITSError(Self.doing + "it has more than one CRVAL1")
    let twice = try header(lines + ["CRVAL1  = 10.0"])
    #expect(throws: expected) { _ = try WCS(header: twice) }
    let same = try header(lines + lines.filter { $0.hasPrefix("CRVAL1") })
    #expect(try WCS(header: same).sky(x: 3, y: 4) == WCS(header: header(lines)).sky(x: 3, y: 4))
  }

  /// Cards that place no pixel change no bit.
  @Test(arguments: ["TAN", "SIP", "TPV", "SWAPPED"])
  func otherCardsSayNothing(_ name: String) throws {
    let plain = try WCS(header: header(Self.lines(name)))
    let others = try WCS(
      header: header(
        [
          "D2IMDIS1= 1000000000", "D2IMERR1= 0.002", "AXISCORR= 1", "DP1     = 'EXTVER: 1'",
          "DQ1     = 'A.1: 2.0'", "A_DMAX  = 1.0", "PS1_0   = 'x'", "CTYPE1A = 'LINEAR",
          "CUNIT3  = 'd",
          "PV1_999 = 'x'", "CD99_99 = 1", "CRPIX99 = 7", "WCSNAME = 'x", "DATE-OBS= '2222",
          "MJD-OBS = 'x'", "OBSGEO-X= 1E300", "CNAME1  = 'x", "RESTFRQ = 'x'", "WAT1_001= 'x'",
          "TIMESYS = 'x", "CRDER1  = 'x", "EQUINOX =", "HISTORY   CTYPE1 = 'x'",
        ] + Self.lines(name)))
    for (x, y) in [(0.0, 0.0), (1500.25, 700.5), (-3, 2000)] {
      #expect(try plain.sky(x: x, y: y) == others.sky(x: x, y: y))
    }
    #expect(plain.pixelScale == others.pixelScale)
  }

  private static let mutations = CardMutations(
    keywords: [
      "A_ORDER", "B_ORDER", "AP_ORDER", "BP_ORDER", "A_9_9", "A_0_9", "B_9_0", "A_1_1", "AP_1_1",
      "A_DMAX", "CTYPE1", "CTYPE2", "CTYPE3", "CUNIT1", "CUNIT2", "CRVAL1", "CRVAL2", "CRPIX1",
      "CDELT1", "CDELT2", "CROTA2", "CD1_1", "CD1_2", "CD3_3", "PC1_1", "PC001001", "CD001002",
      "PV1_0", "PV1_1", "PV1_39", "PV2_1", "PV2_2", "PV2_29", "PV2_99", "PS1_0", "LONPOLE",
      "LATPOLE", "EQUINOX", "EPOCH", "RADESYS", "RADECSYS", "WCSAXES", "CPDIS1", "CQDIS1", "DP1",
      "DQ1", "D2IMDIS1", "PROJP1", "CRVAL9", "CRPIX9", "CTYPE1A", "WCSNAME", "DATE-OBS", "MJD-OBS",
    ],
    values: [
      "0", "1", "2", "9", "10", "-1", "1.0", "0.0", "-90.0", "90.0", "1E-5", "1E300", "-1E308",
      "1E-320", "2147483648", "9223372036854775807", "1E400", "nan", "T", "'", "''", "'x'",
      "'\(String(repeating: "A", count: 69))", "'\(String(repeating: "d", count: 60))'", "'deg'",
      "'arcsec'", "'rad'", "'RA---TAN'", "'RA---TPV'", "'DEC--TPV'", "'RA---ZPN'", "'DEC--ZPN'",
      "'RA---SZP'", "'DEC--SZP'", "'RA---HPX'", "'DEC--HPX'", "'RA---COE'", "'DEC--COE'",
      "'RA---BON'", "'DEC--BON'", "'RA---AIR'", "'DEC--AIR'", "'RA---QSC'", "'DEC--QSC'",
      "'RA---CYP'", "'DEC--CYP'", "'RA---TAN-SIP'", "'DEC--TAN-SIP'", "'RA---ZEA-SIP'",
      "'RA---XPH'",
      "'FREQ-TAB'", "'RA---TNX'", "'RA---NCP'", "'DEC--NCP'", "'RA---GLS'", "'WAVE-F2W'",
      "'STOKES'",
      "'CUBEFACE'", "'FK4'", "'ICRS'", "'LOOKUP'", "'EXTVER: 1'", "'NAXES: 2'", "", "/",
    ])

  @Test(arguments: ["TAN", "SIP", "TPV", "SWAPPED"])
  func mutantsPlacePixelsOrAreRefused(_ name: String) throws {
    let lines = Self.lines(name)
    var placed = 0
    for seed in 0..<(5 * HostileInputTests.rounds) {
      var dice = Dice(state: name.utf8.reduce(UInt64(seed)) { 1000 &* $0 &+ UInt64($1) })
      let header: Header
      do { header = try self.header(Self.mutations.mutate(lines, &dice)) } catch {
        #expect("\(error)".hasPrefix("cannot read "))
        continue
      }
      do throws(FITSError) {
        let wcs = try WCS(header: header)
        #expect(wcs.pixelScale > 0 && wcs.pixelScale.isFinite)
        let sky = try wcs.sky(x: [0, 1000, -1e6], y: [0, 700.5, 1e9])
        for place in sky where !place.ra.isNaN {
          #expect((0..<360).contains(place.ra) && abs(place.dec) <= 90)
        }
        let pixels = try wcs.pixels(ra: [229.5, 10, 0], dec: [42.7, -20, 90])
        #expect(zip(pixels.x, pixels.y).allSatisfy { $0.isNaN == $1.isNaN })
        placed += 1
      } catch { #expect(error.description.hasPrefix(Self.doing)) }
    }
    // Neither all nor none.
    #expect((HostileInputTests.rounds / 2..<9 * HostileInputTests.rounds / 2).contains(placed))
  }
}
