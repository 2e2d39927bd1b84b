package import Cutouts
package import FITS

/// The columns that tables of sources begin with, taken from the records of a cutout set.
package enum SourceColumns {
  /// Names, positions and flags of the records, in TOPCAT's terms.
  package static func identity(of records: [CutoutRecord]) -> [Column] {
    let columns = [
      SourceColumn.id.column(.string(records.map(\.id))),
      SourceColumn.field.column(.string(records.map(\.field))),
      SourceColumn.ra.column(.double(records.map(\.ra))),
      SourceColumn.dec.column(.double(records.map(\.dec))),
      SourceColumn.magnitude.column(.float(records.map(\.mag))),
      SourceColumn.flags.column(.int32(records.map { Int32($0.flags.rawValue) })),
      SourceColumn.edge.column(.float(records.map(\.edgeFraction))),
    ]
    guard records.contains(where: { $0.original != nil }) else { return columns }
    return columns + [
      SourceColumn.originalRA.column(.double(records.map { $0.original?.ra ?? .nan })),
      SourceColumn.originalDec.column(.double(records.map { $0.original?.dec ?? .nan })),
    ]
  }

  /// What ingest measured on the frames: place in pixels, half-light radius, and in every band flux and
  /// magnitude with their errors, as far as they are known.
  package static func photometry(of set: CutoutSet) -> [Column] {
    let scale = Float(set.pixelScale)
    // FITS takes U and u for the same column, and a band may be called stack.
    var taken: Set = [SourceColumn.stackMagnitude.name.uppercased()]
    let bands = set.bands.indices.flatMap { perBand($0, of: set) }.filter { column in
      (column.floats ?? []).contains(where: \.isFinite)
        && taken.insert(column.name.uppercased()).inserted
    }
    return [
      SourceColumn.x.column(.double(set.records.map { $0.x + 1 })),
      SourceColumn.y.column(.double(set.records.map { $0.y + 1 })),
      SourceColumn.halfLightArcseconds.column(
        .float(set.records.map { $0.halfLightRadius * scale })),
    ] + bands
  }

  private static func perBand(_ band: Int, of set: CutoutSet) -> [Column] {
    let name = set.bands[band]
    let magnitudes = set.records.indices.map { set.magnitudes(of: $0)[band] }
    let fluxes = set.records.map { $0.flux[band] }
    let errors = set.records.map { $0.fluxErrors.isEmpty ? .nan : $0.fluxErrors[band] }
    let magnitudeErrors = set.records.indices.map { index in
      magnitudes[index].isFinite
        ? CutoutRecord.magnitudeError(
          flux: Double(fluxes[index]), error: Double(errors[index])) : .nan
    }
    return [
      SourceColumn.magnitude(in: name).column(.float(magnitudes)),
      SourceColumn.magnitudeError(in: name).column(.float(magnitudeErrors)),
      SourceColumn.flux(in: name, unit: set.unit).column(.float(fluxes)),
      SourceColumn.fluxError(in: name, unit: set.unit).column(.float(errors)),
    ]
  }
}
