internal import FITS
internal import Files
internal import Foundation
internal import Networks

/// What a file or folder is and what it holds, as names and values for a person, and as data.
struct FileFacts: Encodable {
  struct Fact: Encodable, Equatable {
    var name, value: String
  }

  /// What is found in one kind of file.
  typealias Found = (kind: String, facts: [Fact], data: [String: Datum])

  let file: String
  /// What it is, in a few words.
  let kind: String
  private(set) var facts: [Fact] = []
  /// The same as numbers, lists and texts, for other programs.
  private(set) var data: [String: Datum] = [:]

  private enum CodingKeys: CodingKey { case file, kind, data }

  init(of path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandFailure("cannot tell what \(path) is: there is no such file or folder")
    }
    let found: Found
    if isFolder.boolValue {
      found = try FolderFacts.facts(of: path)
    } else {
      switch try FileKind(of: path) {
      case .fits: found = try FITSFacts.facts(of: path)
      case .safetensors: found = try ModelFacts.facts(of: path)
      case .picture:
        let origin = try Origin.entries(of: path)
        found = ("figure", origin, origin.asTexts)
      case .json: found = try EvaluationFacts.facts(of: path)
      case .digits(let shape):
        found = ("MNIST-like digits (IDX)", [Fact("axes", "\(shape)")], ["axes": .wholes(shape)])
      case .pipeline: found = try PipelineFacts.facts(of: path)
      case .csv: found = try CatalogFacts.facts(of: path)
      case .other(let kind):
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        let bytes = size?.intValue ?? 0
        found = (kind, [Fact("size", "\(bytes) bytes")], ["bytes": .whole(bytes)])
      case .unknown:
        throw CommandFailure(
          "cannot tell what \(path) is: neither FITS nor any other kind of file that this program "
            + "reads or writes")
      }
    }
    (file, kind, facts, data) = (path, found.kind, found.facts, found.data)
  }

  var lines: [String] {
    let width = max(9, facts.map(\.name.count).max() ?? 0) + 1
    return ["\(Markup.plain(file)): \(kind)"]
      + facts.map { fact in
        "  " + fact.name.padding(toLength: width, withPad: " ", startingAt: 0)
          + Markup.plain(fact.value)
      }
  }
}

extension FileFacts.Fact {
  init(_ name: String, _ value: String) {
    (self.name, self.value) = (name, value)
  }
}

/// What a file is by its first bytes, or by its name where those say nothing.
enum FileKind: Equatable {
  case fits, safetensors, picture, json, pipeline, csv, unknown
  case digits([Int])
  /// Something that is written for other programs.
  case other(String)

  init(of path: String) throws {
    let contents = try Decompression.contents(of: path) { beginning throws(FileError) in
      guard Self.isFITS(beginning) else { return }
      try FITSFile.checkBeginning(beginning, of: path)
    }
    let bytes = contents.bytes
    self = withExtendedLifetime(contents) { Self.kind(bytes, path) }
  }

  private static func kind(_ bytes: UnsafeRawBufferPointer, _ path: String) -> FileKind {
    func begins(_ text: String) -> Bool { bytes.starts(with: Array(text.utf8)) }
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    if isFITS(bytes) { return .fits }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) || ending == "svg" { return .picture }
    if let shape = digits(bytes) { return .digits(shape) }
    if bytes.count > 8, bytes[8] == UInt8(ascii: "{"), !begins("{") { return .safetensors }
    switch ending {
    case "json": return .json
    case "yaml", "yml": return .pipeline
    case "csv", "tsv", "txt": return .csv
    case "safetensors": return .safetensors
    case "onnx": return .other("a model for ONNX Runtime (ONNX)")
    case "vot": return .other("a table (VOTable)")
    case "reg": return .other("regions for DS9")
    case "html": return .other("a report, or another page (HTML)")
    case "pdf": return .other("a figure, or another document (PDF)")
    default: return .unknown
    }
  }

  private static func isFITS(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: Array("SIMPLE  =".utf8))
  }

  private static func digits(_ bytes: UnsafeRawBufferPointer) -> [Int]? {
    guard bytes.count >= 8, bytes[0] == 0, bytes[1] == 0, bytes[2] == 8, (1...4).contains(bytes[3]),
      bytes.count >= 4 + 4 * Int(bytes[3])
    else { return nil }
    return (0..<Int(bytes[3])).map { axis in
      Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 + 4 * axis, as: UInt32.self)))
    }
  }
}
