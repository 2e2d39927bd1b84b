import Networks
import Testing

/// Bytes worked out by hand after https://protobuf.dev/programming-guides/encoding.
@Suite struct ProtobufMessageTests {
  @Test(arguments: [
    (1, 150, [0x08, 0x96, 0x01]), (1, 0, [0x08, 0x00]), (2, 127, [0x10, 0x7F]),
    (16, 300, [0x80, 0x01, 0xAC, 0x02]),
    (1, -1, [0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
  ])
  func numbers(_ field: Int, _ number: Int, _ bytes: [UInt8]) {
    var message = ProtobufMessage()
    message.add(field, number)
    #expect(message.bytes == bytes)
  }

  @Test func textsAndMessages() {
    var inner = ProtobufMessage()
    inner.add(1, 150)
    var message = ProtobufMessage()
    message.add(2, "testing")
    message.add(3, inner)
    #expect(message.bytes.prefix(9) == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6E, 0x67])
    #expect(message.bytes.dropFirst(9) == [0x1A, 0x03, 0x08, 0x96, 0x01])
  }

  @Test func realNumbers() {
    var message = ProtobufMessage()
    message.add(1, Float(1))
    message.add(1, 1.0)
    #expect(message.bytes == [0x0D, 0, 0, 0x80, 0x3F, 0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
  }
}
