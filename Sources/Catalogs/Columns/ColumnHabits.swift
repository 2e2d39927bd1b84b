package import Files
package import Sky

/// The names that astronomers' catalogs give to the columns this program looks for.
enum ColumnHabits {
  static let ra = [
    "ra", "ra_deg", "radeg", "raj2000", "_raj2000", "ra_icrs", "alpha_j2000", "alphawin_j2000",
    "right_ascension", "ramean", "alpha", "alpha_sky", "coord_ra",
  ]
  static let dec = [
    "dec", "dec_deg", "decdeg", "dej2000", "_dej2000", "decj2000", "de_icrs", "delta_j2000",
    "deltawin_j2000", "declination", "decmean", "delta", "delta_sky", "coord_dec",
  ]
  static let id = [
    "id", "objid", "source_id", "name", "specobjid", "thing_id", "number", "object_id", "objectid",
    "designation",
  ]
  static let sourceClass = [
    "class", "type", "label", "source_class", "sourceclass", "objtype", "objc_type", "is_star",
    "isstar", "star", "is_galaxy", "isgalaxy", "mu_class", "subclass_photometric", "spclass",
  ]
}

extension CSVTable {
  /// Which columns are which.
  package func choice(_ names: CatalogColumns) throws(SurveyError) -> CatalogChoice {
    if let chosen { return chosen }
    if let lineInPlaceOfNames {
      throw SurveyError(
        "the catalog \(source) does not name its columns: its line \(lineInPlaceOfNames) holds data; "
          + "put a line such as id,ra,dec,class before it")
    }
    return try CatalogChoice(fields, columns: names, source: source)
  }

  /// Right ascension and declination of every row, in degrees; NaN where a row has no position.
  package func positions(_ choice: CatalogChoice) throws(SurveyError) -> [SkyPosition] {
    try rows.map { (row) throws(SurveyError) in
      let texts = (row.fields[choice.ra], row.fields[choice.dec])
      guard !AngleUnit.isMissing(texts.0), !AngleUnit.isMissing(texts.1) else { return .unknown }
      var alpha = try degrees(row, choice.ra, choice.raUnit)
      let delta = try degrees(row, choice.dec, choice.decUnit)
      guard (-360...720).contains(alpha), (-90...90).contains(delta) else {
        throw SurveyError(
          "\(rowName) \(row.line) of the catalog \(source) places a source at ra "
            + "\(texts.0.onOneLine), dec \(texts.1.onOneLine), which is not on the sky; give degrees"
        )
      }
      if alpha < 0 { alpha += 360 }
      if alpha >= 360 { alpha -= 360 }
      return SkyPosition(ra: alpha, dec: delta)
    }
  }

  /// What is to be said of a catalog of these positions: its file's oddities, angles that are no degrees, and its rows
  /// without a position.
  package func remarks(
    on positions: [SkyPosition], _ choice: CatalogChoice
  ) throws(SurveyError) -> [FileRemark] {
    let remarks = remarks + unitRemarks(choice)
    let without = positions.indices.filter { !positions[$0].isKnown }
    guard let first = without.first else { return remarks }
    guard without.count < positions.count else {
      throw SurveyError(
        "none of the \(positions.count) rows of the catalog \(source) has a position; give one with "
          + "right ascensions and declinations")
    }
    return remarks + [
      FileRemark(
        path: source,
        "\(without.count) of its \(positions.count) rows without a position, the first in \(rowName) "
          + "\(rows[first].line), left out")
    ]
  }

  /// A position that is read in another unit than it was meant in lies somewhere else, so the unit is told.
  private func unitRemarks(_ choice: CatalogChoice) -> [FileRemark] {
    [(choice.ra, choice.raUnit), (choice.dec, choice.decUnit)].compactMap { column, unit in
      guard let name = unit.name else { return nil }
      return FileRemark(
        path: source, "its column \(columns[column].onOneLine) is read in \(name), as its unit says"
      )
    }
  }

  private func degrees(
    _ row: Row, _ column: Int, _ unit: AngleUnit
  ) throws(SurveyError) -> Double {
    guard let angle = unit.angle(row.fields[column]) else {
      throw SurveyError(
        "\(rowName) \(row.line) of the catalog \(source) has '\(row.fields[column].onOneLine)' in "
          + "column \(columns[column].onOneLine), which is no number; give degrees")
    }
    return angle
  }
}

extension SkyPosition {
  /// Of a row without a position.
  fileprivate static let unknown = SkyPosition(ra: .nan, dec: .nan)

  package var isKnown: Bool { ra.isFinite && dec.isFinite }
}

extension String {
  /// What a sentence may quote of a file: one line of no more than 80 characters.
  var onOneLine: String {
    let line = String(prefix(80).map { $0.isNewline || $0 == "\0" ? " " : $0 })
    return count > 80 ? line + "…" : line
  }
}
