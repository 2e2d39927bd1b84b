internal import Files
internal import Sky

/// What the tables of a VOTable are: their fields and how many rows they have, whatever they are about.
package struct VOTableOutline: Sendable, Equatable {
  package struct Field: Sendable, Equatable {
    package var name, datatype: String
    package var unit, ucd, description: String?
  }

  package struct Table: Sendable, Equatable {
    package var name: String
    package var fields: [Field] = []
    /// Nil where the data are binary and no `nrows` says it.
    package var rows: Int?
  }

  package private(set) var tables: [Table] = []
  /// The INFO elements, in their order: what wrote the file and why.
  package private(set) var remarks: [(name: String, value: String)] = []

  package init(of path: String) throws {
    let contents = try Decompression.contents(of: path, limit: CSVTable.largestFile)
    defer { withExtendedLifetime(contents) {} }
    try self.init(scanning: contents.bytes, source: path)
  }

  package static func == (left: VOTableOutline, right: VOTableOutline) -> Bool {
    left.tables == right.tables && left.remarks.elementsEqual(right.remarks, by: ==)
  }

  init(scanning bytes: UnsafeRawBufferPointer, source: String) throws(SurveyError) {
    var scanner = XMLScanner(bytes, source: source)
    var isVOTable = false
    var described = ""
    var isDescription = false
    while let token = try scanner.next() {
      switch token {
      case .open(let name, let attributes, let isEmpty):
        isVOTable = isVOTable || name == "VOTABLE"
        isDescription = name == "DESCRIPTION" && !isEmpty
        described = ""
        open(name, attributes)
      case .close(let name):
        if name == "DESCRIPTION" { describe(described) }
        isDescription = false
      case .text(let text):
        if isDescription { described += text }
      }
    }
    guard isVOTable else { throw scanner.broken("it is XML but no VOTable") }
  }

  private mutating func open(_ name: String, _ attributes: [String: String]) {
    let last = tables.count - 1
    switch name {
    case "INFO": remarks.append((attributes["name"] ?? "", attributes["value"] ?? ""))
    case "TABLE":
      tables.append(
        Table(
          name: attributes["name"] ?? attributes["ID"] ?? "",
          rows: attributes["nrows"].flatMap(Int.init)))
    case "FIELD" where last >= 0 && tables[last].fields.count < CSVTable.mostColumns:
      tables[last].fields.append(
        Field(
          name: attributes["name"] ?? attributes["ID"] ?? "",
          datatype: attributes["datatype"] ?? "",
          unit: attributes["unit"], ucd: attributes["ucd"]))
    // Counted where they can be: an attribute may be wrong.
    case "TABLEDATA" where last >= 0: tables[last].rows = 0
    case "TR" where last >= 0: tables[last].rows = (tables[last].rows ?? 0) + 1
    default: break
    }
  }

  /// A field's own words; those of a table without fields yet are its own.
  private mutating func describe(_ text: String) {
    guard let table = tables.indices.last, let field = tables[table].fields.indices.last else {
      return
    }
    tables[table].fields[field].description = text
  }
}
