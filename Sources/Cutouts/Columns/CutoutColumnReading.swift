internal import FITS
internal import Planes
internal import Sky

extension CutoutColumns {
  /// The records in a cutout set's table, which must have one row for every cutout.
  static func records(
    in table: Table, bands: Int, count: Int, of path: String
  ) throws(SurveyError) -> [CutoutRecord] {
    let reader = CutoutColumnReader(table: table, bands: bands, path: path)
    guard table.rowCount == count else {
      throw reader.broken("it has \(table.rowCount) rows for \(count) cutouts")
    }
    let (ids, fields) = (try reader.texts("ID"), try reader.texts("FIELD"))
    let sources = try reader.texts("SOURCE")
    let (ra, dec) = (try reader.numbers("RA"), try reader.numbers("DEC"))
    let (x, y) = (try reader.numbers("X"), try reader.numbers("Y"))
    let (mag, edge) = (try reader.numbers("MAG"), try reader.numbers("EDGE"))
    let (a, b) = (try reader.numbers("A"), try reader.numbers("B"))
    let (theta, radius) = (try reader.numbers("THETA"), try reader.numbers("HALFLIGHT"))
    let (flux, noise) = (try reader.perBand("FLUX"), try reader.perBand("NOISE"))
    let sky = try reader.perBand("SKY")
    let (dx, dy) = (try reader.perBand("OFFSET_X"), try reader.perBand("OFFSET_Y"))
    let flags = try reader.numbers("FLAGS")
    let rows = table[catalogRow]?.ints
    // Sets made before these columns were written have none.
    let (units, sums) = (table["HDU"]?.ints, table["CHECKSUM"]?.strings)
    let originals = zip(table[original.ra]?.doubles ?? [], table[original.dec]?.doubles ?? [])
      .map { SkyPosition(ra: $0, dec: $1) }
    let errors = reader.optional("FLUXERR")
    let (seeing, localSky) = (reader.optional(Self.seeing), reader.optional(Self.localSky))
    let matrix = matrix.compactMap { name in
      table[name]?.doubles.flatMap { $0.count == count * bands ? $0 : nil }
    }
    return (0..<count).map { i in
      let span = i * bands..<(i + 1) * bands
      var record = CutoutRecord(
        id: ids[i], ra: ra[i], dec: dec[i], x: x[i] - 1, y: y[i] - 1, field: fields[i],
        mag: Float(mag[i]), flux: Array(flux[span]), noise: Array(noise[span]),
        sky: Array(sky[span]), flags: CutoutFlags(rawValue: Int32(exactly: flags[i]) ?? 0),
        edgeFraction: Float(edge[i]), offsets: span.flatMap { [dx[$0], dy[$0]] },
        a: Float(a[i]), b: Float(b[i]), theta: Float(theta[i]), halfLightRadius: Float(radius[i]),
        source: sources[i], catalogRow: rows?[i], hdu: units?[i],
        checksum: sums?[i] ?? "")
      if originals.count == count, originals[i].ra.isFinite { record.original = originals[i] }
      record.fluxErrors = errors.map { Array($0[span]) } ?? []
      record.seeing = seeing.map { Array($0[span]) } ?? []
      record.localSky = localSky.map { Array($0[span]) } ?? []
      if matrix.count == 4 { record.pixelMatrix = span.flatMap { at in matrix.map { $0[at] } } }
      return record
    }
  }
}

/// Takes columns out of a table, or says which one is missing.
private struct CutoutColumnReader {
  let table: Table
  let bands: Int
  let path: String

  func broken(_ reason: String) -> SurveyError {
    SurveyError(
      "cannot read the table \(CutoutColumns.tableName) of \(path): \(reason); "
        + "make the cutout set again with galaxy-aep ingest")
  }

  func numbers(_ name: String) throws(SurveyError) -> [Double] {
    guard let values = table[name]?.doubles, values.count == table.rowCount else {
      throw broken("it has no column \(name) of numbers")
    }
    return values
  }

  func texts(_ name: String) throws(SurveyError) -> [String] {
    guard let values = table[name]?.strings, values.count == table.rowCount else {
      throw broken("it has no column \(name) of text")
    }
    return values
  }

  /// A column that older sets lack.
  func optional(_ name: String) -> [Float]? {
    table[name]?.floats.flatMap { $0.count == table.rowCount * bands ? $0 : nil }
  }

  func perBand(_ name: String) throws(SurveyError) -> [Float] {
    guard let values = table[name]?.floats, values.count == table.rowCount * bands else {
      throw broken("it has no column \(name) with a number for each of \(bands) bands")
    }
    return values
  }
}
