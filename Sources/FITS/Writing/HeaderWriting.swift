internal import CFITSIO
internal import Foundation

extension MemoryWriter {
  /// Adds a unit of keywords without data.
  func write(_ header: Header, emptyNamed name: String?) throws(FITSError) {
    try call { file, status in _ = ffcrimll(file, 8, 0, nil, &status) }
    try write(header, name: name)
    try reserveChecksum()
    try writeChecksum()
  }

  /// Adds the cards of a header to the current unit, but for those that follow from the data.
  ///
  /// - Parameter layout: cards that say how these data are stored.
  func write(_ header: Header, name: String?, layout: [Card] = []) throws(FITSError) {
    let lines = header.lines(name: name, layout: layout)
    try call { file, status in
      for line in lines { ffprec(file, line, &status) }
    }
  }
}

extension Header {
  /// The 80-column lines of the cards that do not follow from the data, after those that do.
  ///
  /// - Parameters:
  ///   - name: EXTNAME; nil keeps the header's own.
  ///   - layout: cards that say how these data are stored.
  func lines(name: String?, layout: [Card]) -> [String] {
    let title = name.map { [Card("EXTNAME", .string($0))] } ?? []
    let kept = cards.filter { card in
      !card.followsFromData && !(name != nil && card.keyword == "EXTNAME")
    }
    let lines = (layout + title + kept).flatMap(\.lines)
    // Programs older than version 4.0 of the standard want to be told that texts go on.
    guard lines.contains(where: { $0.hasPrefix("CONTINUE") }) else { return lines }
    return Card("LONGSTRN", "OGIP 1.0").lines + lines
  }
}

extension Card {
  /// Cards that say how data are stored: true of the file they were read from only.
  var followsFromData: Bool {
    if keyword == "COMMENT" {
      return Self.boilerplate.contains { comment?.hasPrefix($0) ?? false }
    }
    // In a line whose equals sign is out of place CFITSIO sees the keyword all the same.
    let end = value == nil ? keyword.firstIndex { $0 == " " || $0 == "=" } : nil
    let card = Card(String(keyword[..<(end ?? keyword.endIndex)]), value)
    return card.isStructural || Self.dependent.contains(card.keyword)
      || card.isNumbered(Self.numberedDependent)
  }

  private static let dependent: Set<String> = [
    "EXTEND", "CHECKSUM", "DATASUM", "END", "LONGSTRN", "INHERIT",
  ]
  private static let numberedDependent: Set<String> = ["TUNIT", "TDISP", "TUCD", "TCOMM"]
  /// What CFITSIO writes into every primary header by itself.
  static let boilerplate = [
    "  FITS (Flexible Image Transport System) format is defined in 'Astronomy",
    "  and Astrophysics', volume 376, page 359; bibcode: 2001A&A...376..359H",
  ]
}
