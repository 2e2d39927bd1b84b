package import Cutouts
package import FITS

/// The columns that tables of sources begin with, taken from the records of a cutout set.
package enum SourceColumns {
  /// Names, positions and flags of the records, in TOPCAT's terms.
  package static func identity(of records: [CutoutRecord]) -> [Column] {
    [
      SourceColumn.id.column(.string(records.map(\.id))),
      SourceColumn.field.column(.string(records.map(\.field))),
      SourceColumn.ra.column(.double(records.map(\.ra))),
      SourceColumn.dec.column(.double(records.map(\.dec))),
      SourceColumn.magnitude.column(.float(records.map(\.mag))),
      SourceColumn.flags.column(.int32(records.map { Int32($0.flags.rawValue) })),
      SourceColumn.edge.column(.float(records.map(\.edgeFraction))),
    ]
  }

  /// What ingest measured on the frames: place in pixels, half-light radius, and the magnitude in every
  /// band whose zero point is known.
  package static func photometry(of set: CutoutSet) -> [Column] {
    let magnitudes = set.records.indices.map(set.magnitudes(of:))
    // FITS takes U and u for the same column, and a band may be called stack.
    var taken: Set = [SourceColumn.stackMagnitude.name.uppercased()]
    let bands = set.bands.enumerated().compactMap { band, name -> Column? in
      let (column, values) = (SourceColumn.magnitude(in: name), magnitudes.map { $0[band] })
      guard values.contains(where: \.isFinite),
        taken.insert(column.name.uppercased()).inserted
      else { return nil }
      return column.column(.float(values))
    }
    let scale = Float(set.pixelScale)
    return [
      SourceColumn.x.column(.double(set.records.map { $0.x + 1 })),
      SourceColumn.y.column(.double(set.records.map { $0.y + 1 })),
      SourceColumn.halfLightArcseconds.column(
        .float(set.records.map { $0.halfLightRadius * scale })),
    ] + bands
  }
}
