internal import Foundation

/// Reading a file whatever it is packed in; its first bytes tell, not its name.
public enum Decompression {
  /// Looks at what a file has unfolded to so far; throws where going on would be in vain.
  public typealias Watch = (_ beginning: UnsafeRawBufferPointer) throws(FileError) -> Void

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

  static func trailing(_ path: String, _ count: Int, _ format: String) -> FileError {
    FileError(
      "cannot read \(path): \(count) bytes that are not \(format) data follow its end; "
        + "fetch it again")
  }
}
