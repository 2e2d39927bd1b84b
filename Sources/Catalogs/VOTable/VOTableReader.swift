internal import Files
internal import Foundation
internal import Sky

/// The positions, names and classes in a VOTable (Ochsenbein et al. 2019, version 1.4): the first
/// TABLE that has positions, as TABLEDATA, BINARY or BINARY2.
struct VOTableReader {
  private var scanner: XMLScanner
  private let source: String
  private let columns: CatalogColumns
  private let remarks: [FileRemark]

  init(
    _ bytes: UnsafeRawBufferPointer, source: String, columns: CatalogColumns, remarks: [FileRemark]
  ) {
    self.remarks = remarks
    scanner = XMLScanner(bytes, source: source)
    self.source = source
    self.columns = columns
  }

  consuming func table() throws -> CSVTable {
    var fields: [VOTableField] = []
    var failure: SurveyError?
    var isVOTable = false
    while let token = try scanner.next() {
      guard case .open(let name, let attributes, let isEmpty) = token else { continue }
      switch name {
      case "VOTABLE": isVOTable = true
      case "TABLE": fields = []
      case "FIELD":
        guard fields.count < CSVTable.mostColumns else {
          throw scanner.broken("it has more than \(CSVTable.mostColumns) fields")
        }
        fields.append(VOTableField(attributes))
      case "TABLEDATA", "BINARY", "BINARY2":
        let choice: CatalogChoice
        do throws(SurveyError) {
          choice = try CatalogChoice(fields.map(\.catalogField), columns: columns, source: source)
        } catch {
          failure = failure ?? error
          continue
        }
        let rows =
          isEmpty
          ? []
          : name == "TABLEDATA"
            ? try textRows(choice, fields.count) : try binaryRows(choice, fields, name == "BINARY2")
        return CSVTable(
          wanted: choice, columns: choice.wanted.map { fields[$0].name }, rows: rows,
          source: source, remarks: remarks)
      case "FITS":
        throw scanner.broken("its data are a FITS file inside; give that file")
      default: continue
      }
    }
    guard isVOTable else {
      throw SurveyError(
        "cannot read the catalog \(source): it is XML but no VOTable; give CSV, FITS or VOTable")
    }
    throw failure ?? scanner.broken("it has no table with data; is it truncated? Fetch it again")
  }

  private mutating func textRows(
    _ choice: CatalogChoice, _ count: Int
  ) throws(SurveyError) -> [CSVTable.Row] {
    var rows: [CSVTable.Row] = []
    var (cells, cell, isInCell): ([String], String, Bool) = ([], "", false)
    while let token = try scanner.next() {
      switch token {
      case .open("TR", _, _): cells = []
      case .open("TD", _, let isEmpty):
        guard cells.count < count else {
          throw scanner.broken("row \(rows.count + 1) has more than its \(count) cells")
        }
        if isEmpty { cells.append("") } else { (cell, isInCell) = ("", true) }
      case .text(let text):
        guard isInCell else { continue }
        cell += text
        guard cell.utf8.count <= CSVTable.longestRow else {
          throw scanner.broken("row \(rows.count + 1) has a cell beyond all bounds")
        }
      case .close("TD"):
        cells.append(cell.trimmingCharacters(in: .whitespacesAndNewlines))
        isInCell = false
      case .close("TR"):
        guard cells.count == count else {
          throw scanner.broken(
            "row \(rows.count + 1) has \(cells.count) cells where \(count) fields are defined")
        }
        rows.append(CSVTable.Row(line: rows.count + 1, fields: choice.wanted.map { cells[$0] }))
      case .close("TABLEDATA"): return rows
      case .open, .close: continue
      }
    }
    throw scanner.broken("it ends within its table; fetch it again")
  }

  private mutating func binaryRows(
    _ choice: CatalogChoice, _ fields: [VOTableField], _ hasNulls: Bool
  ) throws(SurveyError) -> [CSVTable.Row] {
    while let token = try scanner.next() {
      guard case .open("STREAM", let attributes, false) = token else { continue }
      guard attributes["href"] == nil, attributes["encoding"] ?? "base64" == "base64" else {
        throw scanner.broken("its data stand in another file or are not base64; fetch them whole")
      }
      guard
        let data = Data(base64Encoded: Data(scanner.rawText()), options: .ignoreUnknownCharacters)
      else { throw scanner.broken("its binary data are damaged; fetch it again") }
      var binary = VOTableBinary(fields: fields, hasNulls: hasNulls, data: data)
      do throws(VOTableBinary.Broken) {
        return try binary.rows(wanted: choice.wanted)
      } catch {
        throw scanner.broken(error.reason)
      }
    }
    throw scanner.broken("it ends before its data; fetch it again")
  }
}

/// A FIELD of a VOTable.
struct VOTableField {
  let name: String
  let ucd: String?
  let unit: String?
  let datatype: String
  /// Numbers or characters a cell; nil where every cell says how many.
  let count: Int?

  init(_ attributes: [String: String]) {
    name = attributes["name"] ?? attributes["ID"] ?? ""
    ucd = attributes["ucd"]
    unit = attributes["unit"]
    datatype = attributes["datatype"] ?? ""
    guard let size = attributes["arraysize"] else {
      count = 1
      return
    }
    var product: Int? = 1
    for part in size.split(separator: "x") {
      guard let length = Int(part), length > 0, length <= 1 << 20, let known = product,
        known <= 1 << 20
      else {
        product = nil
        break
      }
      product = known * length
    }
    count = product
  }

  var isText: Bool { datatype == "char" || datatype == "unicodeChar" }

  var catalogField: CatalogField {
    CatalogField(name: name, ucd: ucd, unit: unit, isSimple: isText || count == 1)
  }
}
