/// What lines behind `#` before the first row say about a table's columns.
struct CommentedHead {
  /// The lines, without their `#`.
  private let lines: [Substring]

  init(_ lines: [String]) {
    self.lines = lines.map { line in
      line.drop { $0 == "#" }.drop { $0 == " " }
    }
  }

  /// Names and units of a file's columns where its first row holds data already: the last line of as
  /// many names (numpy's `savetxt`, astropy's `commented_header`, TOPCAT), or one line a column
  /// (SExtractor's ASCII_HEAD: `#   3 ALPHA_J2000  Right ascension  [deg]`).
  func columns(of row: [String]) -> [CatalogField]? {
    for line in lines.reversed() {
      for separator in CSVSeparator.all {
        let names = separator.split(String(line))
        guard names.count == row.count, Set(names).count == names.count,
          names.allSatisfy({ !$0.isEmpty && !Self.isDatum($0) })
        else { continue }
        return names.map { CatalogField(name: $0) }
      }
    }
    return sextractor(row.count)
  }

  private func sextractor(_ count: Int) -> [CatalogField]? {
    var fields: [CatalogField] = []
    for line in lines {
      guard let match = line.wholeMatch(of: /(\d{1,4})\s+([A-Za-z_][A-Za-z0-9_]*)\b(.*)/),
        let number = Int(match.1), number > fields.count, number <= count
      else { continue }
      // A column of several numbers has one line.
      while fields.count < number - 1, let last = fields.last {
        fields.append(CatalogField(name: "\(last.name)_\(fields.count + 1)"))
      }
      let unit = match.3.firstMatch(of: /\[([^\]]*)\]\s*$/).map { String($0.1) }
      fields.append(CatalogField(name: String(match.2), unit: unit))
    }
    guard !fields.isEmpty else { return nil }
    while fields.count < count { fields.append(CatalogField(name: "COLUMN\(fields.count + 1)")) }
    return fields
  }

  /// Whether a field is a number, or an angle in sexagesimal, rather than a name.
  static func isDatum(_ field: String) -> Bool {
    Double(field) != nil
      || field.wholeMatch(of: /[+-]?\d{1,3}[: hd]\d{1,2}[: m]\d{1,2}(\.\d*)?s?/) != nil
  }
}
