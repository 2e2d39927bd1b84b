public import Tensors
internal import Files
internal import Foundation

/// A safetensors file being put together: named tensors and a map of text.
///
/// The bytes depend on nothing but the content: wider types come first, then names in order (the
/// order of the reference implementation, which keeps every tensor aligned to its numbers).
public struct SafetensorsDocument {
  /// Text stored under `__metadata__`.
  public var metadata: [String: String] = [:]
  private var tensors: [String: Content] = [:]

  private enum Content {
    case floats(Tensor)
    case unsignedIntegers([UInt64])

    var type: ElementType {
      switch self {
      case .floats: .float32
      case .unsignedIntegers: .uint64
      }
    }

    var shape: [Int] {
      switch self {
      case .floats(let tensor): tensor.shape
      case .unsignedIntegers(let values): [values.count]
      }
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
      switch self {
      case .floats(let tensor): tensor.withUnsafeValues { body(UnsafeRawBufferPointer($0)) }
      case .unsignedIntegers(let values): values.withUnsafeBytes(body)
      }
    }
  }

  public init() {}

  public mutating func add(_ name: String, _ tensor: Tensor) {
    precondition(tensors[name] == nil && name != "__metadata__", "the name \(name) is taken")
    tensors[name] = .floats(tensor)
  }

  public mutating func add(_ name: String, _ values: [UInt64]) {
    precondition(tensors[name] == nil && name != "__metadata__", "the name \(name) is taken")
    tensors[name] = .unsignedIntegers(values)
  }

  /// Writes the file under a temporary name, forces it to the disk and gives it its name.
  public func write(to path: String) throws {
    let inOrder = tensors.sorted { (-$0.value.type.size, $0.key) < (-$1.value.type.size, $1.key) }
    let header = try header(of: inOrder)
    try AtomicFile.write(to: path) { (descriptor) throws(FileError) in
      try Self.append(header, to: descriptor, path)
      for (_, content) in inOrder {
        try content.withBytes { bytes in
          Result { () throws(FileError) in
            try AtomicFile.writeAll(bytes, to: descriptor, path: path)
          }
        }.get()
      }
    }
  }

  /// The header's length and text, filled up with spaces so that the data begin at a multiple of 8.
  private func header(of inOrder: [(key: String, value: Content)]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var fields: [String] = []
    if !metadata.isEmpty {
      fields.append(
        "\"__metadata__\":" + String(decoding: try encoder.encode(metadata), as: UTF8.self))
    }
    var end = 0
    for (name, content) in inOrder {
      let start = end
      end += content.withBytes(\.count)
      let tensor = WrittenTensor(
        dtype: content.type.rawValue, shape: content.shape, data_offsets: [start, end])
      fields.append(
        String(decoding: try encoder.encode(name), as: UTF8.self) + ":"
          + String(decoding: try encoder.encode(tensor), as: UTF8.self))
    }
    var text = Data("{\(fields.joined(separator: ","))}".utf8)
    text.append(Data(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8))
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) } + text
  }

  private static func append(
    _ data: Data, to descriptor: Int32, _ path: String
  ) throws(FileError) {
    try data.withUnsafeBytes { bytes in
      Result { () throws(FileError) in
        try AtomicFile.writeAll(bytes, to: descriptor, path: path)
      }
    }.get()
  }
}
