internal import Cutouts
internal import FITS

/// A source without a cutout, and why.
struct DroppedSource: Sendable, Equatable {
  let id: String
  let ra, dec, x, y: Double
  let mag: Float
  /// EDGE or BLANK
  let reason: String
  let catalogRow: Int?

  static let tableName = "DROPPED"

  /// The table that follows the cutouts of a field.
  static func table(_ sources: [DroppedSource]) -> Table {
    func text(_ name: String, _ ucd: String, _ help: String, _ values: [String]) -> Column {
      Column(name: name, ucd: ucd, description: help, values: .string(values))
    }
    func number(
      _ name: String, _ unit: String, _ ucd: String, _ help: String, _ values: [Double]
    ) -> Column {
      Column(name: name, unit: unit, ucd: ucd, description: help, values: .double(values))
    }
    var columns = [
      text("ID", "meta.id;meta.main", "Name of the source", sources.map(\.id)),
      number("RA", "deg", "pos.eq.ra;meta.main", "Right ascension (ICRS)", sources.map(\.ra)),
      number("DEC", "deg", "pos.eq.dec;meta.main", "Declination (ICRS)", sources.map(\.dec)),
      number(
        "X", "pix", "pos.cartesian.x;instr.det",
        "Column in the reference band, first pixel's centre is 1", sources.map { $0.x + 1 }),
      number(
        "Y", "pix", "pos.cartesian.y;instr.det",
        "Row in the reference band, first pixel's centre is 1", sources.map { $0.y + 1 }),
      Column(
        name: "MAG", unit: "mag", ucd: "phot.mag", description: "Magnitude in the reference band",
        values: .float(sources.map(\.mag))),
      text(
        "REASON", "meta.note", "EDGE: outside the frame; BLANK: missing pixels",
        sources.map(\.reason)),
    ]
    let rows = sources.compactMap(\.catalogRow)
    if rows.count == sources.count {
      columns.append(
        Column(
          name: CutoutColumns.catalogRow, ucd: "meta.record",
          description: "Row of the catalog, from 0",
          values: .int32(rows.map(Int32.init(clamping:)))))
    }
    return Table(columns)
  }
}
