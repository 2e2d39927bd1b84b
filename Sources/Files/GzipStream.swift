internal import CZlib
internal import Foundation

/// The gzip format (RFC 1952), any number of members one after another.
enum GzipStream {
  static func decompress(
    _ input: UnsafeRawBufferPointer, of path: String, _ limit: Int, _ watch: Decompression.Watch?
  ) throws(FileError) -> Decompression.Unfolded {
    if let content = GzipMember.decompress(input, limit: limit) { return (content, nil) }
    var output = try GrowingBuffer(
      path: path, firstCapacity: 4 * input.count, limit: limit, watch: watch)
    var stream = z_stream()
    guard galaxyInflateInitGzip(&stream) == Z_OK else {
      throw FileError("cannot read \(path): zlib could not be started")
    }
    defer { inflateEnd(&stream) }

    let magic: [UInt8] = [0x1f, 0x8b]
    var position = 0
    while true {
      let piece = input[position...].prefix(Int(Int32.max))
      let room = try output.free()
      stream.next_in = UnsafeMutablePointer(
        mutating: UnsafeRawBufferPointer(rebasing: piece).bindMemory(to: UInt8.self).baseAddress)
      stream.avail_in = uInt(piece.count)
      stream.next_out = room.bindMemory(to: UInt8.self).baseAddress
      stream.avail_out = uInt(min(room.count, Int(Int32.max)))
      let offered = Int(stream.avail_out)
      let status = inflate(&stream, Z_NO_FLUSH)
      let consumed = piece.count - Int(stream.avail_in)
      let produced = offered - Int(stream.avail_out)
      position += consumed
      try output.didFill(produced)

      switch status {
      case Z_STREAM_END:
        let rest = input[position...]
        if rest.starts(with: magic) {
          inflateReset(&stream)
        } else {
          let remark = try Decompression.remark(on: rest, path, "gzip", magic: magic)
          return (try output.take(), remark)
        }
      case Z_OK, Z_BUF_ERROR:
        if consumed == 0 && produced == 0 { throw Decompression.truncated(path, "gzip") }
      default:
        throw Decompression.damaged(path, "gzip")
      }
    }
  }
}
