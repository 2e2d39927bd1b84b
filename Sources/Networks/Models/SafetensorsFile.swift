public import Tensors
internal import Files

/// A safetensors file open for reading: named tensors and a map of text (memory-mapped).
///
/// Nothing in such a file can be executed, and nothing of it is trusted: sizes, offsets and types
/// are checked against the file when it is opened, so that reading a tensor cannot leave it.
public struct SafetensorsFile: Sendable {
  public let path: String
  /// The text stored under `__metadata__`.
  public let metadata: [String: String]
  /// The names of the tensors, sorted.
  public let names: [String]

  private let entries: [String: SafetensorsHeader.Entry]
  private let dataStart: Int
  private let file: MappedFile

  public init(reading path: String) throws {
    file = try MappedFile(path)
    let header: SafetensorsHeader
    do {
      header = try SafetensorsHeader(parsing: file.bytes)
    } catch {
      throw NetworkError("cannot read \(path): it is not a safetensors file; \(error.reason)")
    }
    self.path = path
    metadata = header.metadata
    names = header.entries.keys.sorted()
    entries = header.entries
    dataStart = header.dataStart
  }

  /// The length of every axis of a tensor; nil when there is none of that name.
  public func shape(of name: String) -> [Int]? { entries[name]?.shape }

  public func type(of name: String) -> ElementType? { entries[name]?.type }

  /// A tensor of floating-point numbers, brought to 32 bits.
  public func tensor(_ name: String) throws(NetworkError) -> Tensor {
    let (entry, bytes) = try entry(name)
    guard entry.type != .int64, entry.type != .uint64 else {
      throw NetworkError(
        "cannot read tensor \(name) of \(path): it holds \(entry.type.rawValue), not "
          + "floating-point numbers")
    }
    return Tensor(uninitialized: entry.shape) { values in
      for i in values.indices { values[i] = Self.float(bytes, i, entry.type) }
    }
  }

  /// A tensor of whole numbers without a sign, flat.
  public func unsignedIntegers(_ name: String) throws(NetworkError) -> [UInt64] {
    let (entry, bytes) = try entry(name)
    guard entry.type == .uint64 else {
      throw NetworkError(
        "cannot read tensor \(name) of \(path): it holds \(entry.type.rawValue), not U64")
    }
    return (0..<bytes.count / 8).map {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
    }
  }

  private func entry(
    _ name: String
  ) throws(NetworkError) -> (SafetensorsHeader.Entry, UnsafeRawBufferPointer) {
    guard let entry = entries[name] else {
      throw NetworkError("cannot read tensor \(name) of \(path): there is none of that name")
    }
    let start = dataStart + entry.bytes.lowerBound
    return (entry, UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + entry.bytes.count]))
  }

  private static func float(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ type: ElementType
  ) -> Float {
    let offset = index * type.size
    switch type {
    case .float64:
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      return Float(Double(bitPattern: UInt64(littleEndian: bits)))
    case .bfloat16:
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
      return Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16)
    case .float32, .int64, .uint64:
      let bits = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      return Float(bitPattern: UInt32(littleEndian: bits))
    }
  }
}
