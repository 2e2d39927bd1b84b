internal import Charts
internal import FITS
internal import Files
internal import Foundation
internal import Networks

/// Where a file says it comes from.
enum Origin {
  static func entries(of path: String) throws -> [FileFacts.Fact] {
    if path.lowercased().hasSuffix(".svg") { return try described(path) }
    switch try FileKind(of: path) {
    case .picture:
      return try PNGText.read(path).map { .init($0.keyword, $0.text) }
    case .fits:
      let file = try FITSFile(reading: path)
      for unit in 0..<file.unitCount {
        if let provenance = try file.header(of: unit).provenance { return facts(provenance) }
      }
      return []
    case .safetensors:
      let text = try SafetensorsFile(reading: path).metadata["provenance"] ?? ""
      let provenance = try? JSONDecoder().decode(Provenance.self, from: Data(text.utf8))
      return provenance.map(facts) ?? []
    case .json:
      return (try ReportedEvaluation(reading: path).provenance ?? [:])
        .sorted { $0.key > $1.key }.map { .init($0.key.capitalized, $0.value) }
    default: return []
    }
  }

  static func facts(_ provenance: Provenance) -> [FileFacts.Fact] {
    provenance.entries.map { .init($0.keyword, $0.text) }
  }

  /// The lines of an SVG's description.
  private static func described(_ path: String) throws -> [FileFacts.Fact] {
    let file = try MappedFile(path)
    let text = String(decoding: file.bytes.prefix(1 << 20), as: UTF8.self)
    guard let start = text.range(of: "<desc>"),
      let end = text.range(of: "</desc>", range: start.upperBound..<text.endIndex)
    else { return [] }
    return text[start.upperBound..<end.lowerBound].split(separator: "\n").map { line in
      let sides = line.split(separator: ":", maxSplits: 1).map(String.init)
      let value = (sides.last ?? "").trimmingCharacters(in: .whitespaces)
        .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
      return .init(sides.first ?? "", value)
    }
  }
}
