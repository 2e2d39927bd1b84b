internal import Cutouts
internal import FITS
internal import Files
internal import Pipelines
internal import Segments
internal import Tables

/// The units of a FITS file, its columns with units and meanings, and where it comes from.
package enum FITSFacts {
  package typealias Fact = FileFacts.Fact

  package static func facts(of path: String) throws -> FileFacts.Found {
    let file = try FITSFile(reading: path)
    var facts = file.remarks.map { Fact("warning", $0.text) }
    var (names, units): ([String], [Datum]) = ([], [])
    var provenance: Provenance?
    for unit in 0..<file.unitCount {
      let header = try file.header(of: unit)
      provenance = provenance ?? header.provenance
      let name = header.string("EXTNAME") ?? ""
      names.append(name)
      facts.append(Fact("unit \(unit)", try summary(of: unit, name, header, in: file)))
      if compression(of: unit, header, in: file) == nil { facts += columns(header) }
      units.append(try data(of: unit, name, header, in: file))
    }
    let origin = provenance.map(Origin.facts) ?? []
    return (
      kind(names, in: file), facts + origin,
      origin.asTexts.merging([
        "units": .list(units), "warnings": .list(file.remarks.map { .text($0.text) }),
      ]) { _, own in own }
    )
  }

  private typealias Map = SegmentedField.Unit

  private static func kind(_ names: [String], in file: borrowing FITSFile) -> String {
    let isOurs = try? names.contains(CutoutColumns.tableName) && file.shape(of: 0).count == 4
    if isOurs == true { return "a part of a cutout set (FITS)" }
    if names.contains(TableName.scores.rawValue) { return "a table of scores (FITS)" }
    if names.contains(TableName.codes.rawValue) { return "a table of codes (FITS)" }
    if Set([Map.classes, Map.segments, Map.table]).isSubset(of: names) {
      return "a map of the pixels of a field (FITS)"
    }
    return "FITS"
  }

  private static func summary(
    of unit: Int, _ name: String, _ header: Header, in file: borrowing FITSFile
  ) throws -> String {
    let title = name.isEmpty ? "" : "\(name), "
    let packed = compression(of: unit, header, in: file)
    let shape = try packed?.shape ?? file.shape(of: unit)
    if packed == nil, header.value("TFIELDS") != nil, shape.count == 2 {
      return "\(title)table, \(shape[0]) rows, \(header.int("TFIELDS") ?? 0) columns"
    }
    guard !shape.isEmpty else { return "\(title)no data" }
    let size = shape.map(String.init).joined(separator: " × ")
    let type =
      [8: "8-bit", 16: "16-bit", 32: "32-bit", 64: "64-bit", -32: "float", -64: "double"][
        header.int(packed == nil ? "BITPIX" : "ZBITPIX") ?? 0] ?? "?"
    let method = packed.map { ", compressed (\($0.method))" } ?? ""
    let place =
      header.string("CTYPE1").map { ", sky \($0)" } ?? ""
    let filter = header.string("FILTER").map { ", filter \($0)" } ?? ""
    return "\(title)image \(size), \(type)\(method)\(filter)\(place)"
  }

  /// The image inside a tile-compressed one, and what it is compressed by; nil for anything else.
  private static func compression(
    of unit: Int, _ header: Header, in file: borrowing FITSFile
  ) -> (shape: [Int], method: String)? {
    guard header.value("ZIMAGE") == .bool(true), let method = header.string("ZCMPTYPE"),
      let shape = try? file.imageShape(of: unit)
    else { return nil }
    return (shape, method)
  }

  private static func data(
    of unit: Int, _ name: String, _ header: Header, in file: borrowing FITSFile
  ) throws -> Datum {
    let packed = compression(of: unit, header, in: file)
    let shape = try packed?.shape ?? file.shape(of: unit)
    var data: [String: Datum] = ["name": .text(name)]
    if packed == nil, let count = header.int("TFIELDS"), shape.count == 2 {
      data["rows"] = .whole(shape[0])
      data["columns"] = .list(
        (0..<min(max(count, 0), 999)).map { index in
          let keys = [
            "name": "TTYPE", "type": "TFORM", "unit": "TUNIT", "description": "TCOMM",
            "ucd": "TUCD",
          ]
          return .object(
            keys.compactMapValues { header.string("\($0)\(index + 1)").map(Datum.text) })
        })
    } else {
      data["shape"] = .wholes(shape)
      data["bitpix"] = header.int(packed == nil ? "BITPIX" : "ZBITPIX").map(Datum.whole)
      data["compression"] = packed.map { .text($0.method) }
      data["filter"] = header.string("FILTER").map(Datum.text)
    }
    return .object(data)
  }

  private static func columns(_ header: Header) -> [Fact] {
    let count = min(max(header.int("TFIELDS") ?? 0, 0), 999)
    return (0..<count).map { index in
      let number = index + 1
      func text(_ keyword: String) -> String? {
        header.string("\(keyword)\(number)").flatMap { $0.isEmpty ? nil : $0 }
      }
      let parts = [
        text("TFORM"), text("TUNIT").map { "[\($0)]" }, text("TCOMM"),
        text("TUCD").map { "(\($0))" },
      ]
      return Fact(
        "  " + (text("TTYPE") ?? "?"), parts.compactMap { $0 }.joined(separator: " "))
    }
  }
}
