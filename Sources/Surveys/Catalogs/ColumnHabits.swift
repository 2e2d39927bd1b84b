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
    "class", "type", "label", "source_class", "sourceclass", "objtype", "is_star", "star",
  ]
}

extension CSVTable {
  /// Right ascension and declination of every row, in degrees.
  func positions() throws(SurveyError) -> [SkyPosition] {
    let ra = try column(ColumnHabits.ra, meaning: "right ascension", example: "ra")
    let dec = try column(ColumnHabits.dec, meaning: "declination", example: "dec")
    return try rows.map { (row) throws(SurveyError) in
      var alpha = try degrees(row, ra)
      let delta = try degrees(row, dec)
      guard (-360...720).contains(alpha), (-90...90).contains(delta) else {
        throw SurveyError(
          "line \(row.line) of the catalog \(source) places a source at ra \(row.fields[ra]), "
            + "dec \(row.fields[dec]), which is not on the sky; give degrees")
      }
      if alpha < 0 { alpha += 360 }
      if alpha >= 360 { alpha -= 360 }
      return SkyPosition(ra: alpha, dec: delta)
    }
  }

  private func column(
    _ names: [String], meaning: String, example: String
  ) throws(SurveyError) -> Int {
    guard let column = column(names) else {
      throw SurveyError(
        "the catalog \(source) has no column for \(meaning) (its columns: "
          + "\(columns.joined(separator: ", "))); name one of them '\(example)'")
    }
    return column
  }

  private func degrees(_ row: Row, _ column: Int) throws(SurveyError) -> Double {
    guard let number = Double(row.fields[column]), number.isFinite else {
      throw SurveyError(
        "line \(row.line) of the catalog \(source) has '\(row.fields[column])' in column "
          + "\(columns[column]), which is no number; give degrees")
    }
    return number
  }
}
