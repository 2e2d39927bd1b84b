internal import Foundation

/// Memory that a decompressor fills from the front and that doubles whenever it is full, up to a
/// limit.
struct GrowingBuffer: ~Copyable {
  private let path: String
  private let limit: Int
  private let watch: Decompression.Watch?
  private var memory: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  init(
    path: String, firstCapacity: Int, limit: Int, watch: Decompression.Watch?
  ) throws(FileError) {
    self.path = path
    self.limit = min(limit, Int.max / 4)
    self.watch = watch
    let capacity = max(1, min(limit, firstCapacity))
    guard let start = malloc(capacity) else { throw Self.noMemory(path, capacity) }
    memory = UnsafeMutableRawBufferPointer(start: start, count: capacity)
  }

  /// The part not yet filled, grown if less than `wanted` bytes are left.
  mutating func free(
    atLeast wanted: Int = 1
  ) throws(FileError) -> UnsafeMutableRawBufferPointer {
    // Bytes beyond the limit tell a file that fills it exactly from one that goes on.
    if memory.count - count < wanted {
      try watch?(UnsafeRawBufferPointer(rebasing: memory[..<count]))
      try resize(to: max(count > limit / 2 ? limit : count * 2, count) + wanted)
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[count...])
  }

  mutating func didFill(_ bytes: Int) throws(FileError) {
    count += bytes
    guard count <= limit else {
      throw FileError(
        "cannot read \(path): it decompresses to more than \(limit) bytes, the most allowed; "
          + "decompress it first if it is what it claims to be")
    }
  }

  /// The filled part, cut to size; whoever takes it frees it.
  mutating func take() throws(FileError) -> UnsafeMutableRawBufferPointer {
    try resize(to: max(count, 1))
    defer { memory = UnsafeMutableRawBufferPointer(start: nil, count: 0) }
    return UnsafeMutableRawBufferPointer(start: memory.baseAddress, count: count)
  }

  private mutating func resize(to capacity: Int) throws(FileError) {
    guard let start = realloc(memory.baseAddress, capacity) else {
      throw Self.noMemory(path, capacity)
    }
    memory = UnsafeMutableRawBufferPointer(start: start, count: capacity)
  }

  private static func noMemory(_ path: String, _ capacity: Int) -> FileError {
    FileError("cannot read \(path): there is no memory for \(capacity) decompressed bytes")
  }

  deinit {
    Foundation.free(memory.baseAddress)
  }
}
