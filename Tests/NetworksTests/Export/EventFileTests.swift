import Foundation
import Networks
import Testing

@Suite struct EventFileTests {
  /// The examples of RFC 3720, appendix B.4, and the usual check value.
  @Test(
    arguments: [
      ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
      ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
      ([UInt8](0..<32), 0x46DD_794E), ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
      (Array("123456789".utf8), 0xE306_9283), ([], 0),
    ] as [([UInt8], UInt32)])
  func checksums(_ bytes: [UInt8], _ expected: UInt32) {
    #expect(EventRecord.crc32c(bytes) == expected)
  }

  @Test func recordsFollowEachOther() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let time = Date(timeIntervalSince1970: 1_700_000_000)
    let file = try EventFile(in: folder, at: time)
    let other = try EventFile(in: folder, at: time)
    #expect(file.path == "\(folder)/events.out.tfevents.1700000000.galaxy-aep.0")
    #expect(other.path != file.path)
    try file.add([("loss/training", 0.5), ("loss/none", .nan)], step: 3, at: time)
    var rest = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))[...]
    var events: [[UInt8]] = []
    while !rest.isEmpty {
      let length = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      let content = Array(rest.dropFirst(12).prefix(length))
      #expect(Array(rest.prefix(16 + length)) == EventRecord.framed(content))
      events.append(content)
      rest = rest.dropFirst(16 + length)
    }
    #expect(events.count == 2)
    #expect(String(decoding: events[0], as: UTF8.self).hasSuffix("brain.Event:2"))
    // wall_time, step 3, and a summary with one value: a tag and a float.
    let value: [UInt8] =
      [0x0A, 13] + Array("loss/training".utf8) + [0x15, 0, 0, 0, 0x3F]
    #expect(
      events[1].dropFirst(9)
        == ([0x10, 3, 0x2A, UInt8(value.count + 2), 0x0A, UInt8(value.count)] + value)[...])
  }
}
