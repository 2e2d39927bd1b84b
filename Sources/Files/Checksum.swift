internal import CDeflate
internal import Foundation

/// What tells one content from another: CRC-32 (as in gzip), eight hexadecimal digits.
///
/// It finds changes and damage, not forgery.
public enum Checksum {
  private static let piece = 1 << 20

  /// Nil where the file cannot be read.
  public static func ofFile(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var sum: UInt32 = 0
    let isWhole = withUnsafeTemporaryAllocation(byteCount: piece, alignment: 64) { buffer in
      while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count == 0 }
        sum = libdeflate_crc32(sum, buffer.baseAddress, count)
      }
    }
    return isWhole ? text(of: sum) : nil
  }

  /// The same where nothing goes on without it: a disk that fails for a moment must not make another
  /// file of this one.
  public static func required(of path: String) throws(FileError) -> String {
    guard let sum = ofFile(path) else {
      throw FileError("cannot read \(path): reading it failed; run the same command again")
    }
    return sum
  }

  private static func text(of sum: UInt32) -> String {
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
