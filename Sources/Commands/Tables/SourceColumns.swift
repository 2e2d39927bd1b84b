internal import Cutouts
internal import FITS

/// The columns that every table of sources begins with, and the ones that are measured on pixels.
enum SourceColumns {
  /// Names, positions and flags of the records, in TOPCAT's terms.
  static func identity(of records: [CutoutRecord]) -> [Column] {
    [
      Column(
        name: "ID", ucd: "meta.id;meta.main", description: "Name of the source",
        values: .string(records.map(\.id))),
      Column(
        name: "FIELD", ucd: "meta.id;obs.field", description: "Survey field",
        values: .string(records.map(\.field))),
      Column(
        name: "RA", unit: "deg", ucd: "pos.eq.ra;meta.main", description: "Right ascension, ICRS",
        values: .double(records.map(\.ra))),
      Column(
        name: "DEC", unit: "deg", ucd: "pos.eq.dec;meta.main", description: "Declination, ICRS",
        values: .double(records.map(\.dec))),
      Column(
        name: "MAG", unit: "mag", ucd: "phot.mag;em.opt.R",
        description: "Magnitude in the reference band, measured on the frame",
        values: .float(records.map(\.mag))),
      Column(
        name: "FLAGS", ucd: "meta.code", description: "Flags of the cutout, see the cutout set",
        values: .int32(records.map { Int32($0.flags.rawValue) })),
      Column(
        name: "EDGE", ucd: "stat.fit.param",
        description: "Share of the cutout's pixels that lie outside the frame or are no numbers",
        values: .float(records.map(\.edgeFraction))),
    ]
  }
}
