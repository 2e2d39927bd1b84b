/// A message in the wire format of Protocol Buffers, written field by field
/// (https://protobuf.dev/programming-guides/encoding): all that ONNX and TensorBoard files need.
package struct ProtobufMessage: Sendable, Equatable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// A whole number; negative ones take ten bytes, as int64 has it.
  package mutating func add(_ field: Int, _ number: Int) {
    key(field, wireType: 0)
    append(varint: UInt64(bitPattern: Int64(number)))
  }

  package mutating func add(_ field: Int, _ number: Float) {
    key(field, wireType: 5)
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
  }

  package mutating func add(_ field: Int, _ number: Double) {
    key(field, wireType: 1)
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
  }

  package mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

  package mutating func add(_ field: Int, _ message: ProtobufMessage) {
    add(field, message.bytes)
  }

  package mutating func add(_ field: Int, _ content: [UInt8]) {
    key(field, wireType: 2)
    append(varint: UInt64(content.count))
    bytes += content
  }

  private mutating func key(_ field: Int, wireType: UInt64) {
    append(varint: UInt64(field) << 3 | wireType)
  }

  private mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 128 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
