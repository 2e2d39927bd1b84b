internal import Files
public import Foundation
internal import Tensors

/// A file of numbers over time that TensorBoard shows while they come in.
///
/// Records of TensorFlow's format: length, its checksum, an event, its checksum
/// (tensorflow/core/lib/io/record_writer.h); checksums are CRC-32C, masked. The file grows while a
/// training runs, so unlike all others it is not written in one go.
public final class EventFile {
  public let path: String
  private let file: FileHandle

  /// Begins a new file in `folder`, which is made if need be; a training that goes on writes
  /// another beside the first, and TensorBoard shows both as one.
  public init(in folder: String, at time: Date = Date()) throws {
    do throws(FileError) {
      try Folder.create(folder)
    } catch {
      throw NetworkError(error.description)
    }
    let stamp = Int(bounded: time.timeIntervalSince1970)
    var number = 0
    var name: String
    repeat {
      name = "\(folder)/events.out.tfevents.\(stamp).galaxy-aep.\(number)"
      number += 1
    } while FileManager.default.fileExists(atPath: name)
    path = name
    guard FileManager.default.createFile(atPath: name, contents: nil),
      let file = FileHandle(forWritingAtPath: name)
    else {
      throw NetworkError(
        "cannot write \(name): \(String(cString: strerror(errno))); choose another --tensorboard")
    }
    self.file = file
    try write(EventRecord.version(at: time.timeIntervalSince1970))
  }

  deinit { try? file.close() }

  /// Adds numbers of one step under their names.
  public func add(
    _ numbers: [(name: String, value: Double)], step: Int, at time: Date = Date()
  ) throws {
    try write(EventRecord.scalars(numbers, step: step, at: time.timeIntervalSince1970))
  }

  private func write(_ event: ProtobufMessage) throws {
    do {
      try file.write(contentsOf: Data(EventRecord.framed(event.bytes)))
    } catch {
      throw NetworkError("cannot write \(path): \(error.localizedDescription)")
    }
  }
}

/// Events and their frames as bytes.
package enum EventRecord {
  static func version(at time: Double) -> ProtobufMessage {
    var event = ProtobufMessage()
    event.add(1, time)
    event.add(3, "brain.Event:2")
    return event
  }

  static func scalars(
    _ numbers: [(name: String, value: Double)], step: Int, at time: Double
  ) -> ProtobufMessage {
    var summary = ProtobufMessage()
    for (name, value) in numbers where value.isFinite {
      var entry = ProtobufMessage()
      entry.add(1, name)
      entry.add(2, Float(value))
      summary.add(1, entry)
    }
    var event = ProtobufMessage()
    event.add(1, time)
    event.add(2, step)
    event.add(5, summary)
    return event
  }

  package static func framed(_ content: [UInt8]) -> [UInt8] {
    let length = withUnsafeBytes(of: UInt64(content.count).littleEndian) { Array($0) }
    return length + masked(length) + content + masked(content)
  }

  private static func masked(_ bytes: [UInt8]) -> [UInt8] {
    let checksum = crc32c(bytes)
    let rotated = (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
    return withUnsafeBytes(of: rotated.littleEndian) { Array($0) }
  }

  /// CRC-32C (Castagnoli; RFC 3720, appendix B.4), bit by bit: events are short.
  package static func crc32c(_ bytes: [UInt8]) -> UInt32 {
    var checksum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      checksum ^= UInt32(byte)
      for _ in 0..<8 {
        checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0x82F6_3B78 : checksum >> 1
      }
    }
    return ~checksum
  }
}
