internal import Foundation

/// Gives the runs of a block's text their length back: four equal bytes are followed by the number
/// of further ones.
struct Bzip2Runs {
  /// The most bytes that one step may add.
  static let longest = 259

  private let text: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  var isAtEnd: Bool { position == text.count }

  /// Writes whole runs while there is room for a longest one; tells how many bytes were written.
  mutating func write(to room: UnsafeMutableRawBufferPointer) -> Int {
    guard let source = text.baseAddress,
      let target = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    else { return 0 }
    let (count, most) = (text.count, room.count - Self.longest)
    var (read, written) = (position, 0)
    while read < count, written <= most {
      let byte = source[read]
      target[written] = byte
      (read, written) = (read &+ 1, written &+ 1)
      guard read < count, source[read] == byte else { continue }
      var length = 1
      while length < 4, read < count, source[read] == byte {
        target[written] = byte
        (read, written, length) = (read &+ 1, written &+ 1, length &+ 1)
      }
      guard length == 4, read < count else { continue }
      let more = Int(source[read])
      memset(target + written, Int32(byte), more)
      (read, written) = (read &+ 1, written &+ more)
    }
    position = read
    return written
  }
}
