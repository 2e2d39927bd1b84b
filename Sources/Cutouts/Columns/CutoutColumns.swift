package import FITS

/// The table CATALOG of a cutout set: how records become columns and columns records.
package enum CutoutColumns {
  package static let tableName = "CATALOG"
  package static let catalogRow = "CATROW"
  /// Where the star lies whose copy an artificial one is; NaN for all else.
  static let original = (ra: "ORIGINAL_RA", dec: "ORIGINAL_DEC")
  static let seeing = "SEEING"
  static let localSky = "LOCALSKY"
  /// One column for each entry, a number a band.
  static let matrix = ["CD1_1", "CD1_2", "CD2_1", "CD2_2"]

  package static func table(
    _ records: [CutoutRecord], bands: [String], unit: String, zeroPoints: [Double] = []
  ) -> Table {
    let list = bands.joined(separator: ",")
    /// A column that only some sets have, where every record has its part.
    func some(_ width: Int, _ values: KeyPath<CutoutRecord, [Float]>, _ column: Column) -> [Column]
    {
      records.allSatisfy { $0[keyPath: values].count == width } && !records.isEmpty ? [column] : []
    }
    var columns = [
      text("ID", "meta.id;meta.main", "Name of the source", records.map(\.id)),
      double("RA", "deg", "pos.eq.ra;meta.main", "Right ascension (ICRS)", records.map(\.ra)),
      double("DEC", "deg", "pos.eq.dec;meta.main", "Declination (ICRS)", records.map(\.dec)),
      // Files count pixels from 1.
      double(
        "X", "pix", "pos.cartesian.x;instr.det",
        "Column in the reference band, first pixel's centre is 1", records.map { $0.x + 1 }),
      double(
        "Y", "pix", "pos.cartesian.y;instr.det",
        "Row in the reference band, first pixel's centre is 1", records.map { $0.y + 1 }),
      text("FIELD", "meta.id;obs.field", "Run, camera column and field", records.map(\.field)),
      float("MAG", "mag", "phot.mag", "Magnitude in the reference band", records.map(\.mag)),
      wide("FLUX", unit, "phot.flux", "Flux in bands \(list)", records.map(\.flux)),
    ]
    columns += some(
      bands.count, \.fluxErrors,
      wide(
        "FLUXERR", unit, "stat.error;phot.flux", "Standard deviation of FLUX in bands \(list)",
        records.map(\.fluxErrors)))
    if zeroPoints.count == bands.count, bands.count > 0 {
      columns += magnitudes(of: records, zeroPoints, list)
    }
    columns += [
      wide(
        "NOISE", unit, "stat.stdev;instr.background",
        "Standard deviation of a sky pixel in bands \(list)", records.map(\.noise)),
      wide("SKY", unit, "instr.skyLevel", "Level of the sky in bands \(list)", records.map(\.sky)),
      Column(
        name: "FLAGS", ucd: "meta.code.qual", description: "Sum of the flags listed in the header",
        values: .int32(records.map(\.flags.rawValue))),
      float(
        "EDGE", nil, "meta.number", "Share of missing pixels over all bands",
        records.map(\.edgeFraction)),
      wide(
        "OFFSET_X", "pix", "pos.cartesian.x;arith.diff",
        "Source less cutout pixel (n/2, n/2) in bands \(list)",
        records.map { $0.offset(0) }),
      wide(
        "OFFSET_Y", "pix", "pos.cartesian.y;arith.diff",
        "Source less cutout pixel (n/2, n/2) in bands \(list)",
        records.map { $0.offset(1) }),
      float("A", "pix", "phys.angSize.smajAxis", "Longer half-axis (moments)", records.map(\.a)),
      float("B", "pix", "phys.angSize.sminAxis", "Shorter half-axis (moments)", records.map(\.b)),
      float("THETA", "rad", "pos.posAng", "Angle from x to longer axis", records.map(\.theta)),
      float(
        "HALFLIGHT", "pix", "phys.angSize;src", "Radius that holds half of the flux",
        records.map(\.halfLightRadius)),
      text("SOURCE", "meta.file", "Frame of the reference band", records.map(\.source)),
      Column(
        name: "HDU", ucd: "meta.id", description: "Unit of that file, from 0",
        values: .int32(records.map { Int32(clamping: $0.hdu ?? 0) })),
      text("CHECKSUM", "meta.code.qual", "What its checksums said", records.map(\.checksum)),
    ]
    columns += some(
      bands.count, \.seeing,
      wide(
        seeing, "pix", "instr.obsty.seeing",
        "Width at half maximum of the field's point spread in bands \(list)", records.map(\.seeing))
    )
    columns += some(
      bands.count, \.localSky,
      wide(
        localSky, unit, "instr.skyLevel", "Level of the sky around the source in bands \(list)",
        records.map(\.localSky)))
    if !records.isEmpty, records.allSatisfy({ $0.pixelMatrix.count == 4 * bands.count }) {
      columns += matrix.enumerated().map { place, name in
        Column(
          name: name, unit: "deg/pix", ucd: "pos.wcs.cdmatrix",
          description: "World coordinates linear at RA, DEC in bands \(list)",
          values: .doubles(
            width: bands.count,
            records.flatMap { record in
              bands.indices.map { record.pixelMatrix[4 * $0 + place] }
            }))
      }
    }
    if records.contains(where: { $0.original != nil }) {
      columns += [
        double(
          original.ra, "deg", "pos.eq.ra", "Right ascension of the star that was copied (ICRS)",
          records.map { $0.original?.ra ?? .nan }),
        double(
          original.dec, "deg", "pos.eq.dec", "Declination of the star that was copied (ICRS)",
          records.map { $0.original?.dec ?? .nan }),
      ]
    }
    let rows = records.compactMap(\.catalogRow)
    if rows.count == records.count, !records.isEmpty {
      columns.append(
        Column(
          name: catalogRow, ucd: "meta.record", description: "Row of the catalog, from 0",
          values: .int32(rows.map(Int32.init(clamping:)))))
    }
    return Table(columns)
  }

  /// What the fluxes are in magnitudes, and their errors.
  private static func magnitudes(
    of records: [CutoutRecord], _ zeroPoints: [Double], _ list: String
  ) -> [Column] {
    let values = records.map { record in
      zip(record.flux, zeroPoints).map {
        CutoutRecord.magnitude(flux: Double($0), zeroPoint: $1)
      }
    }
    var columns = [
      wide("MAGS", "mag", "phot.mag", "Magnitude of FLUX in bands \(list)", values)
    ]
    if records.allSatisfy({ $0.fluxErrors.count == zeroPoints.count }) {
      columns.append(
        wide(
          "MAGERRS", "mag", "stat.error;phot.mag", "Standard deviation of MAGS in bands \(list)",
          records.map { record in
            zip(record.flux, record.fluxErrors).map {
              CutoutRecord.magnitudeError(flux: Double($0), error: Double($1))
            }
          }))
    }
    return columns
  }

  private static func text(
    _ name: String, _ ucd: String, _ description: String, _ values: [String]
  ) -> Column {
    Column(name: name, ucd: ucd, description: description, values: .string(values))
  }

  private static func double(
    _ name: String, _ unit: String, _ ucd: String, _ description: String, _ values: [Double]
  ) -> Column {
    Column(name: name, unit: unit, ucd: ucd, description: description, values: .double(values))
  }

  private static func float(
    _ name: String, _ unit: String?, _ ucd: String, _ description: String, _ values: [Float]
  ) -> Column {
    Column(name: name, unit: unit, ucd: ucd, description: description, values: .float(values))
  }

  private static func wide(
    _ name: String, _ unit: String, _ ucd: String, _ description: String, _ values: [[Float]]
  ) -> Column {
    Column(
      name: name, unit: unit, ucd: ucd, description: description,
      values: .floats(width: values.first?.count ?? 1, values.flatMap { $0 }))
  }
}

extension CutoutRecord {
  /// The offsets along one axis (0: x, 1: y) in every band.
  fileprivate func offset(_ axis: Int) -> [Float] {
    stride(from: axis, to: offsets.count, by: 2).map { offsets[$0] }
  }
}
