internal import Foundation

/// Reading a file whatever it is packed in; its first bytes tell, not its name.
public enum Decompression {
  /// Looks at what a file has unfolded to so far; throws where going on would be in vain.
  public typealias Watch = (_ beginning: UnsafeRawBufferPointer) throws(FileError) -> Void

  /// What a compressed file holds, in memory from `malloc`, and what is odd about it.
  typealias Unfolded = (memory: UnsafeMutableRawBufferPointer, remark: String?)

  /// Fewer bytes than this may follow a compressed stream: a line end, say, that an editor or a server
  /// added. More may have been another stream.
  static let mostTrailing = 2880

  /// The content of a plain (memory-mapped), gzip or bzip2 file.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that a compressed file may unfold to.
  ///   - watch: is called whenever a compressed file needs more memory, so that one that cannot be
  ///     what is wanted ends long before the limit.
  public static func contents(
    of path: String, limit: Int = 4 << 30, watch: Watch? = nil
  ) throws(FileError) -> FileContents {
    let file = try MappedFile(path)
    let bytes = file.bytes
    let limit = min(limit, mostUnfolded(from: bytes.count))
    // The mapping must outlive the reading of its bytes.
    defer { withExtendedLifetime(file) {} }
    if bytes.starts(with: [0x1f, 0x8b]) {
      return FileContents(
        path: path, owning: try GzipStream.decompress(bytes, of: path, limit, watch))
    }
    if bytes.starts(with: Array("BZh".utf8)) {
      return FileContents(
        path: path, owning: try Bzip2Stream.decompress(bytes, of: path, limit, watch))
    }
    for (name, magic) in unread where bytes.starts(with: magic) {
      throw FileError(
        "cannot read \(path): it is compressed with \(name), which is not understood; "
          + "decompress it first")
    }
    return FileContents(mapping: file)
  }

  /// No frame or catalog shrinks more than this: a few bytes that unfold to gigabytes are refused before
  /// they fill the memory.
  static func mostUnfolded(from count: Int) -> Int {
    max(512 << 20, count.multipliedReportingOverflow(by: 1100).partialValue)
  }

  /// Compressions that deserve their name in the error.
  private static let unread: [(name: String, magic: [UInt8])] = [
    ("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]),
    ("zstd", [0x28, 0xb5, 0x2f, 0xfd]),
    ("zip", [0x50, 0x4b, 0x03, 0x04]),
    ("compress", [0x1f, 0x9d]),
  ]

  /// Whether only padding follows the last compressed stream (tapes and some servers pad with zeros).
  static func isPadding(_ rest: Slice<UnsafeRawBufferPointer>) -> Bool {
    rest.allSatisfy { $0 == 0 }
  }

  static func truncated(_ path: String, _ format: String) -> FileError {
    FileError(
      "cannot read \(path): it is truncated, its \(format) data end too early; fetch it again")
  }

  static func damaged(_ path: String, _ format: String) -> FileError {
    FileError("cannot read \(path): its \(format) data are damaged; fetch it again")
  }

  /// What is to be said of bytes that follow a sound stream; nil where they are padding.
  ///
  /// - Parameter magic: how another stream would begin.
  static func remark(
    on rest: Slice<UnsafeRawBufferPointer>, _ path: String, _ format: String, magic: [UInt8]
  ) throws(FileError) -> String? {
    if isPadding(rest) { return nil }
    guard rest.count < mostTrailing, !magic.starts(with: rest) else {
      throw FileError(
        "cannot read \(path): \(rest.count) bytes that are not \(format) data follow its end; "
          + "fetch it again")
    }
    return "what follows its \(format) data is none of them (bytes: \(rest.count))"
  }
}
