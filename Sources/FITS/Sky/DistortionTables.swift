extension FITSFile {
  /// How far the look-up tables of distortion that a header names move pixels, in pixels, by their kind (CPDIS, D2IMDIS):
  /// the largest number in them. A kind whose table is not in the file is not there.
  ///
  /// Paper IV's draft (Calabretta et al. 2004), as astropy and HST have it: DPj or D2IMj = 'EXTVER: n' names the unit WCSDVARR
  /// or D2IMARR of that version.
  package func reachOfTables(of header: Header) throws(FITSError) -> [String: Double] {
    var reach: [String: Double] = [:]
    for (kind, keyword, name) in [("CPDIS", "DP", "WCSDVARR"), ("D2IMDIS", "D2IM", "D2IMARR")] {
      for axis in 1...2 where header.value("\(kind)\(axis)") != nil {
        guard let version = Self.version(header, "\(keyword)\(axis)"),
          let unit = try table(name, version: version)
        else { continue }
        let largest = try image(of: unit).pixels.reduce(Float(0)) {
          $1.isFinite ? max($0, abs($1)) : $0
        }
        reach[kind] = max(reach[kind] ?? 0, Double(largest))
      }
    }
    return reach
  }

  /// The tables are small; what is large is none.
  private static let mostPixels = 1 << 22

  private func table(_ name: String, version: Int) throws(FITSError) -> Int? {
    for unit in 0..<unitCount {
      let header = try header(of: unit)
      guard header.string("EXTNAME")?.caseInsensitiveEquals(name) == true,
        header.int("EXTVER") ?? 1 == version, let shape = try imageShape(of: unit),
        !shape.isEmpty,
        shape.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue })
          <= Self.mostPixels
      else { continue }
      return unit
    }
    return nil
  }

  /// n of a card DP1 = 'EXTVER: n'.
  private static func version(_ header: Header, _ keyword: String) -> Int? {
    for card in header.cards where card.keyword == keyword {
      guard case .string(let text) = card.value else { continue }
      let parts = text.split(separator: ":")
      guard parts.count == 2, String(parts[0]).trimmingBlanks().caseInsensitiveEquals("EXTVER"),
        let number = Double(String(parts[1]).trimmingBlanks())
      else { continue }
      return Int(exactly: number)
    }
    return nil
  }
}
