internal import Charts
internal import FITS
package import Files
internal import Foundation
internal import Networks

/// Where a file says it comes from.
package enum Origin {
  /// Which subcommand made a file, and its whole command line.
  package struct Maker {
    package var step, command: String
  }

  /// One line of what a file says of itself.
  package struct Entry: Encodable, Equatable {
    package var name, value: String

    package init(_ name: String, _ value: String) {
      (self.name, self.value) = (name, value)
    }
  }

  package static func maker(of path: String) -> Maker? {
    let facts = (try? entries(of: path)) ?? []
    func value(_ name: String) -> String? { facts.first { $0.name == name }?.value }
    return value("Step").map { Maker(step: $0, command: value("Command") ?? "") }
      ?? Imprint(of: path).flatMap { imprint in
        imprint.made.step.map { Maker(step: $0, command: imprint.made.command) }
      }
  }

  /// The whole of it, where a file keeps it by parts: tables, cutouts and models; nil where it says nothing.
  ///
  /// A file that cannot be read is an error, and for a moment's fault it is read once more: it must not count as one that
  /// says nothing.
  package static func provenance(of path: String) throws -> Provenance? {
    do { return try told(by: path) } catch {
      _ = try Checksum.required(of: path)
      return try? told(by: path)
    }
  }

  private static func told(by path: String) throws -> Provenance? {
    switch try FileKind(of: path) {
    case .fits:
      let file = try FITSFile(reading: path)
      for unit in 0..<file.unitCount {
        if let provenance = try file.header(of: unit).provenance { return provenance }
      }
      return nil
    case .safetensors:
      let text = try SafetensorsFile(reading: path).metadata["provenance"] ?? ""
      return try? JSONDecoder().decode(Provenance.self, from: Data(text.utf8))
    default: return nil
    }
  }

  package static func entries(of path: String) throws -> [Entry] {
    if path.lowercased().hasSuffix(".svg") { return try described(path) }
    switch try FileKind(of: path) {
    case .picture:
      return try PNGText.read(path).map { .init($0.keyword, $0.text) }
    case .fits, .safetensors:
      return try provenance(of: path).map(facts) ?? []
    case .json:
      return keywords(of: path).sorted { $0.key > $1.key }
        .map { .init($0.key.capitalized, $0.value) }
    default:
      let marks = try marked(path)
      return marks.isEmpty ? Imprint(of: path).map { facts($0.made) } ?? [] : marks
    }
  }

  package static func facts(_ provenance: Provenance) -> [Entry] {
    provenance.entries.map { .init($0.keyword, $0.text) }
  }

  /// What results in JSON keep under "provenance".
  private static func keywords(of path: String) -> [String: String] {
    struct Result: Decodable { var provenance: [String: String]? }
    let data = FileManager.default.contents(atPath: path) ?? Data()
    return (try? JSONDecoder().decode(Result.self, from: data))?.provenance ?? [:]
  }

  /// The lines of an SVG's description.
  private static func described(_ path: String) throws -> [Entry] {
    let text = try beginning(of: path)
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

  /// What text formats of this program say: pages and VOTables in an element, regions in a comment.
  private static func marked(_ path: String) throws -> [Entry] {
    let text = try beginning(of: path)
    return ["Step", "Command", "Kernels"].compactMap { name in
      for (open, close) in [
        ("<meta name=\"\(name)\" content=\"", "\""), ("name=\"\(name)\" value=\"", "\""),
        ("# \(name): ", "\n"),
      ] {
        guard let start = text.range(of: open),
          let end = text.range(of: close, range: start.upperBound..<text.endIndex)
        else { continue }
        return .init(name, String(text[start.upperBound..<end.lowerBound]))
      }
      return nil
    }
  }

  private static func beginning(of path: String) throws -> String {
    let file = try MappedFile(path)
    return String(decoding: file.bytes.prefix(1 << 20), as: UTF8.self)
  }
}
