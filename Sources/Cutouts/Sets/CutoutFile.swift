public import FITS
public import Sky

/// One source's cutouts as a FITS file of their own: an image a band with its world coordinates, inverse variances
/// beside it where the set has them, and what the set's table says of the source in the primary header.
///
/// DS9 and Aladin place every image by itself: right ascension and declination of the source at the pixel that it
/// lies on, linear around it (TAN).
public struct CutoutFile {
  private let set: CutoutSet
  private let index: Int

  /// - Parameter name: the source's ID, or FIELD/ID where several fields have one of that ID.
  public init(of name: String, in set: CutoutSet) throws(SurveyError) {
    let found = set.records.indices.filter { place in
      let record = set.records[place]
      return record.id == name || "\(record.field)/\(record.id)" == name
    }
    guard let index = found.first else {
      throw SurveyError("cannot export \(name): \(set.folder) has no source of that ID")
    }
    guard found.count == 1 else {
      throw SurveyError(
        "cannot export \(name): \(found.count) sources of \(set.folder) have that ID, in fields "
          + "\(set.records[index].field) and \(set.records[found[1]].field); name one as FIELD/ID")
    }
    (self.set, self.index) = (set, index)
  }

  /// A name for the file: letters, digits, dots, signs and underscores of the ID, whatever else it holds.
  public static func fileName(of id: String) -> String {
    let plain = id.prefix(150).map { character -> Character in
      let isPlain = character.isASCII && (character.isLetter || character.isNumber)
      return isPlain || "._+-".contains(character) ? character : "_"
    }
    let first = plain.first.map { $0 == "." || $0 == "-" ? "_" : "" } ?? "_"
    return "\(first)\(String(plain)).fits"
  }

  /// Whether every band has world coordinates.
  public var isPlaced: Bool {
    let record = set.records[index]
    return record.ra.isFinite && record.pixelMatrix.count == 4 * set.bands.count
      && record.pixelMatrix.allSatisfy(\.isFinite)
  }

  public func document() -> FITSDocument {
    var document = FITSDocument()
    document.add(header: primary)
    let (area, shape) = (set.size * set.size, [set.size, set.size])
    let missing = set.missingPixels(of: index)
    let pixels = set.cutout(index).map { missing.contains($0) ? Float.nan : $0 }
    let weights = set.inverseVariance(index)
    for (band, name) in set.bands.enumerated() {
      let range = band * area..<(band + 1) * area
      document.add(
        Image(shape: shape, pixels: Array(pixels[range])), header: image(band), name: name)
      guard let weights else { continue }
      document.add(
        Image(shape: shape, pixels: Array(weights[range])), header: inverseVariance(band),
        name: "\(name)_\(CutoutShard.inverseVariance)")
    }
    return document
  }

  // MARK: Headers

  /// The row of the set's table.
  private var primary: Header {
    let record = set.records[index]
    var header = Header()
    func put(_ keyword: String, _ value: Double, _ comment: String) {
      if value.isFinite { header.set(keyword, .double(value), comment: comment) }
    }
    header.set("ID", .string(record.id), comment: "name of the source")
    header.set("FIELD", .string(record.field), comment: "its field")
    put("RA", record.ra, "[deg] right ascension (ICRS)")
    put("DEC", record.dec, "[deg] declination (ICRS)")
    put("X", record.x + 1, "[pix] in the reference band's frame, from 1")
    put("Y", record.y + 1, "[pix] in the reference band's frame, from 1")
    put("MAG", Double(record.mag), "[mag] in the reference band")
    header.set(
      "FLAGS", .int(Int(clamping: record.flags.rawValue)),
      comment: "sum of flags, see cutout-sets.md")
    put("EDGE", Double(record.edgeFraction), "share of missing pixels")
    put("A", Double(record.a), "[pix] longer half-axis")
    put("B", Double(record.b), "[pix] shorter half-axis")
    put("THETA", Double(record.theta), "[rad] angle from x to longer axis")
    put("HALFLITE", Double(record.halfLightRadius), "[pix] HALFLIGHT: radius of half of the flux")
    header.set("SOURCE", .string(record.source), comment: "frame of the reference band")
    header.set("BANDS", .string(set.bands.joined(separator: ",")), comment: "of the images")
    header.set("REFBAND", .string(set.referenceBand), comment: "X, Y and MAG are of it")
    put("PIXSCALE", set.pixelScale, "[arcsec] a pixel")
    if let row = record.catalogRow {
      header.set("CATROW", .int(row), comment: "row of the catalog, from 0")
    }
    return header
  }

  private func image(_ band: Int) -> Header {
    let record = set.records[index]
    var header = placed(band)
    if !set.unit.isEmpty { header.set("BUNIT", .string(set.unit), comment: "unit of the pixels") }
    header.set("FILTER", .string(set.bands[band]), comment: "band")
    let magnitude = set.magnitudes(of: index)[band]
    let error: Float = record.fluxErrors.isEmpty ? .nan : record.fluxErrors[band]
    let values: [(String, Float, String)] = [
      ("FLUX", record.flux[band], "in the reference band's aperture"),
      ("FLUXERR", error, "standard deviation of FLUX"),
      ("MAG", magnitude, "[mag] of FLUX"),
      ("NOISE", record.noise[band], "standard deviation of a sky pixel"),
      ("SKY", record.sky[band], "level of the frame's sky"),
      ("LOCALSKY", record.localSky.isEmpty ? .nan : record.localSky[band], "level around it"),
      ("SEEING", record.seeing.isEmpty ? .nan : record.seeing[band], "[pix] width of a point"),
    ]
    for (keyword, value, comment) in values where value.isFinite {
      header.set(keyword, .double(Double(value)), comment: comment)
    }
    return header
  }

  private func inverseVariance(_ band: Int) -> Header {
    var header = placed(band)
    if !set.unit.isEmpty {
      header.set("BUNIT", .string("\(set.unit)**(-2)"), comment: "unit of 1/sigma**2")
    }
    return header
  }

  /// World coordinates: those of the source at its pixel.
  private func placed(_ band: Int) -> Header {
    let record = set.records[index]
    var header = Header()
    guard isPlaced else { return header }
    let middle = Double(set.size / 2) + 1
    let matrix = record.pixelMatrix[4 * band..<4 * band + 4]
    header.set("WCSAXES", .int(2))
    header.set("CTYPE1", .string("RA---TAN"))
    header.set("CTYPE2", .string("DEC--TAN"))
    header.set("CUNIT1", .string("deg"))
    header.set("CUNIT2", .string("deg"))
    header.set("CRVAL1", .double(record.ra))
    header.set("CRVAL2", .double(record.dec))
    header.set("CRPIX1", .double(middle + Double(record.offsets[2 * band])))
    header.set("CRPIX2", .double(middle + Double(record.offsets[2 * band + 1])))
    for (keyword, value) in zip(["CD1_1", "CD1_2", "CD2_1", "CD2_2"], matrix) {
      header.set(keyword, .double(value))
    }
    header.set("RADESYS", .string("ICRS"))
    return header
  }
}
