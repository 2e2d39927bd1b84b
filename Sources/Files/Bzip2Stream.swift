internal import CBZip2
internal import Foundation

/// The bzip2 format, any number of streams one after another.
enum Bzip2Stream {
  static func decompress(
    _ input: UnsafeRawBufferPointer, of path: String, limit: Int
  ) throws(FileError) -> UnsafeMutableRawBufferPointer {
    var output = try GrowingBuffer(path: path, firstCapacity: 4 * input.count, limit: limit)
    var position = 0
    repeat {
      try decompressStream(input, &position, into: &output, path)
    } while input[position...].starts(with: Array("BZh".utf8))
    guard Decompression.isPadding(input[position...]) else {
      throw Decompression.trailing(path, input.count - position, "bzip2")
    }
    return try output.take()
  }

  private static func decompressStream(
    _ input: UnsafeRawBufferPointer, _ position: inout Int, into output: inout GrowingBuffer,
    _ path: String
  ) throws(FileError) {
    var stream = bz_stream()
    guard BZ2_bzDecompressInit(&stream, 0, 0) == BZ_OK else {
      throw FileError("cannot read \(path): there is no memory to decompress it")
    }
    defer { BZ2_bzDecompressEnd(&stream) }

    while true {
      let piece = input[position...].prefix(Int(Int32.max))
      let room = try output.free()
      stream.next_in = UnsafeMutablePointer(
        mutating: UnsafeRawBufferPointer(rebasing: piece).bindMemory(to: CChar.self).baseAddress)
      stream.avail_in = UInt32(piece.count)
      stream.next_out = room.bindMemory(to: CChar.self).baseAddress
      stream.avail_out = UInt32(min(room.count, Int(Int32.max)))
      let offered = Int(stream.avail_out)
      let status = BZ2_bzDecompress(&stream)
      let consumed = piece.count - Int(stream.avail_in)
      let produced = offered - Int(stream.avail_out)
      position += consumed
      try output.didFill(produced)

      switch status {
      case BZ_STREAM_END: return
      case BZ_OK:
        if consumed == 0 && produced == 0 { throw Decompression.truncated(path, "bzip2") }
      case BZ_MEM_ERROR:
        throw FileError("cannot read \(path): there is no memory to decompress it")
      default:
        throw Decompression.damaged(path, "bzip2")
      }
    }
  }
}
