internal import CFITSIO
internal import Foundation

extension FITSFile {
  /// The binary table of a unit.
  ///
  /// Columns of kinds that `Column.Values` lacks (complex numbers, bits, arrays of varying length)
  /// are left out and listed in `Table.leftOut`; asking for one by name is an error.
  ///
  /// - Parameter names: the columns wanted; nil for all.
  public func table(of unit: Int, columns names: [String]? = nil) throws(FITSError) -> Table {
    let layout = try layout(of: unit)
    let doing = doing("table", unit)
    switch layout.kind {
    case .table: break
    case .image: throw FITSError("\(doing): it is an image")
    case .compressedImage: throw FITSError("\(doing): it is a tile-compressed image")
    case .asciiTable:
      throw FITSError("\(doing): it is an ASCII table, which is not understood; convert it")
    case .other(let type): throw FITSError("\(doing): it is an extension of the type \(type)")
    }
    let plan = try TablePlan(layout, doing)
    for name in names ?? []
    where !plan.fields.contains(where: { $0.name.caseInsensitiveEquals(name) }) {
      let known = plan.fields.map(\.name).joined(separator: ", ")
      throw FITSError("\(doing): it has no column \(name); it has \(known)")
    }
    // The rows without the heap after them.
    let rows = contents.bytes[layout.dataRange].prefix(plan.rowBytes * plan.rowCount)
    let reader = try MemoryReader(plan.plainHeader, UnsafeRawBufferPointer(rebasing: rows), doing)
    var columns: [Column] = []
    var unread: [UnreadColumn] = []
    for field in plan.fields {
      if let names, !names.contains(where: { $0.caseInsensitiveEquals(field.name) }) { continue }
      guard field.format.isUnderstood else {
        let reason = "its format \(field.texts["TFORM"] ?? "") is not understood"
        guard names == nil else {
          throw FITSError("\(doing): the column \(field.name) cannot be read: \(reason)")
        }
        unread.append(UnreadColumn(name: field.name, reason: reason))
        continue
      }
      let reading = ColumnReading(
        field: field, rowCount: plan.rowCount, reader: reader,
        doing: "\(doing), column \(field.name)")
      columns.append(
        Column(
          name: field.name, unit: field.texts["TUNIT"], ucd: field.texts["TUCD"],
          description: field.texts["TCOMM"], display: field.texts["TDISP"],
          values: try reading.values()))
    }
    return Table(columns: columns, rowCount: plan.rowCount, unread: unread)
  }
}
