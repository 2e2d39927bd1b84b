internal import CDeflate
internal import Foundation

/// A gzip file of one member, as nearly all are, undone at once by libdeflate, which takes half of
/// zlib's time.
enum GzipMember {
  /// The content; nil for anything but one whole and sound member of moderate length, which
  /// `GzipStream` then reads piece by piece or says what is wrong with.
  ///
  /// Memory is asked for by the length that the file's last bytes tell, if deflate can reach it.
  static func decompress(
    _ input: UnsafeRawBufferPointer, limit: Int
  ) -> UnsafeMutableRawBufferPointer? {
    guard input.count > 18 else { return nil }
    let length = Int(
      UInt32(littleEndian: input.loadUnaligned(fromByteOffset: input.count - 4, as: UInt32.self)))
    guard length > 0, length <= min(limit, largest), length <= bestRatio * input.count,
      let decompressor = libdeflate_alloc_decompressor()
    else { return nil }
    defer { libdeflate_free_decompressor(decompressor) }
    guard let memory = malloc(length) else { return nil }
    var (consumed, produced) = (0, 0)
    let outcome = libdeflate_gzip_decompress_ex(
      decompressor, input.baseAddress, input.count, memory, length, &consumed, &produced)
    guard outcome == LIBDEFLATE_SUCCESS, consumed == input.count, produced == length else {
      free(memory)
      return nil
    }
    return UnsafeMutableRawBufferPointer(start: memory, count: length)
  }

  /// The most bytes that are undone without a look at their beginning.
  private static let largest = 512 << 20

  /// 258 bytes for two bits: no deflated byte stands for more.
  private static let bestRatio = 1032
}
