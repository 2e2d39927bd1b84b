internal import FITS
internal import Files
internal import Foundation

/// What a file is by its first bytes, or by its name where those say nothing.
package enum FileKind: Equatable {
  case fits, safetensors, picture, json, pipeline, csv, votable, regions, unknown
  case digits([Int])
  /// Something that is written for other programs.
  case other(String)

  package init(of path: String) throws {
    let contents = try Decompression.contents(of: path) { beginning throws(FileError) in
      guard Self.isFITS(beginning) else { return }
      try FITSFile.checkBeginning(beginning, of: path)
    }
    let bytes = contents.bytes
    self = withExtendedLifetime(contents) { Self.kind(bytes, path) }
  }

  private static func kind(_ bytes: UnsafeRawBufferPointer, _ path: String) -> FileKind {
    func begins(_ text: String) -> Bool { bytes.starts(with: Array(text.utf8)) }
    let ending = FileName.ending(of: path)
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
    case "vot",
      "xml" where isMarkup(bytes):
      return .votable
    case "reg": return .regions
    case "html": return .other("a report, or another page (HTML)")
    case "pdf": return .other("a figure, or another document (PDF)")
    default: return .unknown
    }
  }

  private static func isMarkup(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.first { ![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].contains($0) } == UInt8(ascii: "<")
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
