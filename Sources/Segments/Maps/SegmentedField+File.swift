package import FITS
package import Files
internal import Foundation

extension SegmentedField {
  /// Names of the units of the file.
  package enum Unit {
    package static let classes = "CLASS"
    package static let segments = "SEGMENTS"
    package static let table = "SEGMENT"

    /// "PROB_STAR"
    package static func probability(of name: String) -> String { "PROB_\(name.uppercased())" }
  }

  /// "segments-003918-3-0213.fits"
  package static func fileName(of field: String) -> String { "segments-\(field).fits" }

  /// Writes CLASS, a plane of probabilities for every class (16 bits, compressed without loss), SEGMENTS and a table
  /// of the segments.
  ///
  /// CLASS and SEGMENTS stay plain: what reads FITS at all reads them, mapped into memory and without a library.
  ///
  /// - Parameter cards: what more the primary header says.
  package func write(to path: String, cards: Header, provenance: Provenance?) throws {
    let shape = [planes.height, planes.width]
    var head = cards
    head.set(MapName.field, .string(id), comment: "what is mapped")
    var document = FITSDocument()
    document.add(header: head)
    func header(_ comment: String) -> Header {
      var header = coordinates
      header.set(MapName.field, .string(id), comment: "what is mapped")
      header.add(comment: comment)
      return header
    }
    var classes = header("The likeliest class; 255 where no band shows anything.")
    classes.set(
      MapName.classes, .string(planes.classes.joined(separator: ",")), comment: "names of 0, 1, 2 …"
    )
    document.add(
      SmallImage(shape: shape, .bytes(planes.values)), header: classes, name: Unit.classes)
    for (name, shares) in zip(planes.classes, planes.shares) {
      document.add(
        SmallImage(shape: shape, .shorts(shares, scale: ClassPlanes.scale)),
        header: header("The probability of \(name)."), name: Unit.probability(of: name),
        isCompressed: true)
    }
    document.add(
      integers: numbers, shape: shape,
      header: header("The number of the source in the table SEGMENT; 0: none."), name: Unit.segments
    )
    document.add(table, name: Unit.table)
    try document.write(to: path, provenance: provenance)
  }

  private var table: Table {
    func column(
      _ name: String, _ unit: String?, _ text: String, _ values: Column.Values, ucd: String? = nil
    ) -> Column {
      Column(name: name, unit: unit, ucd: ucd, description: text, values: values)
    }
    return Table(
      [
        column(
          MapName.number, nil, "Its value in SEGMENTS",
          .int32(segments.map { Int32(clamping: $0.number) }),
          ucd: "meta.id;meta.main"),
        column(
          MapName.ra, "deg", "Right ascension of its light's centre, ICRS",
          .double(segments.map(\.position.ra)), ucd: "pos.eq.ra;meta.main"),
        column(
          MapName.dec, "deg", "Declination of its light's centre, ICRS",
          .double(segments.map(\.position.dec)), ucd: "pos.eq.dec;meta.main"),
        column(
          "X", "pixel", "Column, the first pixel's centre is 1", .double(segments.map { $0.x + 1 })),
        column(
          "Y", "pixel", "Row, the first pixel's centre is 1", .double(segments.map { $0.y + 1 })),
        column(
          "AREA", "pixel", "How many pixels it has",
          .int32(segments.map { Int32(clamping: $0.area) })),
        column(
          MapName.sourceClass, nil, "Likeliest class", .string(segments.map(\.sourceClass)),
          ucd: "src.class"),
        column(
          "PROBABILITY", nil, "Of that class among those of sources",
          .float(segments.map { Float($0.probability) })),
      ]
        + bands.enumerated().map { band, name in
          column(
            MapName.flux(name), unit, "Light of its pixels above the sky in band \(name)",
            .float(segments.map { Float($0.fluxes[band]) }), ucd: "phot.flux")
        })
  }
}
