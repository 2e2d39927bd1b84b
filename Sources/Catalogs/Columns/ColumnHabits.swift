package import Sky

/// The names that astronomers' catalogs give to the columns this program looks for.
enum ColumnHabits {
  static let ra = [
    "ra", "ra_deg", "radeg", "raj2000", "_raj2000", "ra_icrs", "alpha_j2000", "alphawin_j2000",
    "right_ascension", "ramean", "alpha",
  ]
  static let dec = [
    "dec", "dec_deg", "decdeg", "dej2000", "_dej2000", "decj2000", "de_icrs", "delta_j2000",
    "deltawin_j2000", "declination", "decmean", "delta",
  ]
  static let id = ["id", "objid", "source_id", "name", "specobjid", "thing_id", "number"]
  static let sourceClass = [
    "class", "type", "label", "source_class", "sourceclass", "objtype", "objc_type", "is_star",
    "isstar", "star", "is_galaxy", "isgalaxy", "mu_class", "subclass_photometric", "spclass",
  ]
}

extension CSVTable {
  /// Which columns are which.
  package func choice(_ names: CatalogColumns) throws(SurveyError) -> CatalogChoice {
    if let chosen { return chosen }
    return try CatalogChoice(
      columns.map { CatalogField(name: $0) }, columns: names, source: source)
  }

  /// Right ascension and declination of every row, in degrees.
  package func positions(_ choice: CatalogChoice) throws(SurveyError) -> [SkyPosition] {
    let (ra, dec) = (choice.ra, choice.dec)
    return try rows.map { (row) throws(SurveyError) in
      var alpha = try degrees(row, ra)
      let delta = try degrees(row, dec)
      guard (-360...720).contains(alpha), (-90...90).contains(delta) else {
        throw SurveyError(
          "\(rowName) \(row.line) of the catalog \(source) places a source at ra "
            + "\(row.fields[ra]), dec \(row.fields[dec]), which is not on the sky; give degrees")
      }
      if alpha < 0 { alpha += 360 }
      if alpha >= 360 { alpha -= 360 }
      return SkyPosition(ra: alpha, dec: delta)
    }
  }

  private func degrees(_ row: Row, _ column: Int) throws(SurveyError) -> Double {
    guard let number = Double(row.fields[column]), number.isFinite else {
      throw SurveyError(
        "\(rowName) \(row.line) of the catalog \(source) has '\(row.fields[column].onOneLine)' in "
          + "column \(columns[column].onOneLine), which is no number; give degrees")
    }
    return number
  }
}

extension String {
  /// What a sentence may quote of a file: one line of no more than 80 characters.
  var onOneLine: String {
    let line = String(prefix(80).map { $0.isNewline || $0 == "\0" ? " " : $0 })
    return count > 80 ? line + "…" : line
  }
}
