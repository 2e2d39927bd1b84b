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
    return columns + [
      SourceColumn.originalRA.column(.double(records.map { $0.original?.ra ?? .nan })),
      SourceColumn.originalDec.column(.double(records.map { $0.original?.dec ?? .nan })),
    ]
  }

  /// What ingest measured on the frames: place in pixels, half-light radius, and in every band flux and
  /// magnitude with their errors.
  package static func photometry(of set: CutoutSet) -> [Column] {
    let scale = Float(set.pixelScale)
    return [
      SourceColumn.x.column(.double(set.records.map { $0.x + 1 })),
      SourceColumn.y.column(.double(set.records.map { $0.y + 1 })),
      SourceColumn.halfLightArcseconds.column(
        .float(set.records.map { $0.halfLightRadius * scale })),
    ] + set.bands.indices.flatMap { perBand($0, of: set) }
  }

  /// Those of the columns of a whole table that say something: where stars lie that were copied, and what was measured in
  /// bands, as far as it is known of any source. FITS takes U and u for the same column, and a band may be called stack.
  package static func known(_ columns: [Column]) -> [Column] {
    let names = columns.map(\.name)
    let start = names.firstIndex(of: SourceColumn.halfLightArcseconds.name) ?? columns.count
    let end = names.firstIndex(of: Measurement.concentration.column.name) ?? columns.count
    var taken: Set = [SourceColumn.stackMagnitude.name.uppercased()]
    return columns.enumerated().filter { place, column in
      let isOfBand = place > start && place < end
      let isOptional =
        isOfBand || column.name == SourceColumn.originalRA.name
        || column.name == SourceColumn.originalDec.name
      return !isOptional
        || (column.doubles ?? []).contains(where: \.isFinite)
          && (!isOfBand || taken.insert(column.name.uppercased()).inserted)
    }.map(\.element)
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
