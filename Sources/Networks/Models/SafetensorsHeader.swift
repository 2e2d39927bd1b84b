internal import Foundation

/// The JSON at the start of a safetensors file: what every tensor is called, and where its bytes lie.
///
/// The format (https://huggingface.co/docs/safetensors): eight bytes of header length, the header,
/// the bytes of all tensors without a gap. A header is never trusted: each size is worked out with
/// overflow checks and compared with the file before anything is allocated for it.
struct SafetensorsHeader {
  /// One tensor as the header describes it.
  struct Entry: Equatable {
    let type: ElementType
    let shape: [Int]
    /// Its bytes, counted from the end of the header.
    let bytes: Range<Int>
  }

  let metadata: [String: String]
  let entries: [String: Entry]
  /// Where the first tensor's bytes begin in the file.
  let dataStart: Int

  /// The format's own limit on the length of a header.
  static let longest = 100_000_000

  init(parsing file: UnsafeRawBufferPointer) throws(Malformed) {
    guard file.count >= 8 else {
      throw Malformed("it has \(file.count) bytes, fewer than the 8 of a header length")
    }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(Self.longest) else {
      throw Malformed("its header length reads \(length) bytes, more than \(Self.longest)")
    }
    dataStart = 8 + Int(length)
    guard dataStart <= file.count else {
      throw Malformed("its header length reads \(length) bytes, the file has \(file.count)")
    }
    let json = file[8..<dataStart]
    guard json.first == UInt8(ascii: "{") else { throw Malformed("its header is not JSON") }
    let written = try Self.decoded(Data(json))
    metadata = written.metadata
    entries = try written.tensors.mapValuesThrowing { (name, tensor) throws(Malformed) in
      try Self.checked(tensor, name: name)
    }
    try Self.checkLayout(entries, dataCount: file.count - dataStart)
  }

  private static func decoded(_ json: Data) throws(Malformed) -> Written {
    do {
      return try JSONDecoder().decode(Written.self, from: json)
    } catch let DecodingError.keyNotFound(key, context) {
      throw Malformed("\(path(context)) has no \(key.stringValue) in its header")
    } catch let DecodingError.typeMismatch(_, context) {
      throw Malformed("\(path(context)) is of the wrong kind in its header")
    } catch let DecodingError.valueNotFound(_, context) {
      throw Malformed("\(path(context)) is of the wrong kind in its header")
    } catch let DecodingError.dataCorrupted(context) where !context.codingPath.isEmpty {
      throw Malformed("\(path(context)) is out of range in its header")
    } catch {
      throw Malformed("its header is not JSON")
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    "the field \(context.codingPath.map(\.stringValue).joined(separator: "."))"
  }

  private static func checked(_ tensor: WrittenTensor, name: String) throws(Malformed) -> Entry {
    guard let type = ElementType(rawValue: tensor.dtype) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw Malformed(
        "tensor \(name) is stored as \(tensor.dtype), which is not one of \(known)")
    }
    guard tensor.data_offsets.count == 2, tensor.data_offsets[0] >= 0,
      tensor.data_offsets[1] >= tensor.data_offsets[0]
    else { throw Malformed("tensor \(name) has the byte range \(tensor.data_offsets)") }
    let bytes = tensor.data_offsets[0]..<tensor.data_offsets[1]
    guard let count = byteCount(tensor.shape, type), count == bytes.count else {
      throw Malformed(
        "tensor \(name) of shape \(tensor.shape) and type \(tensor.dtype) is given \(bytes.count) "
          + "bytes")
    }
    return Entry(type: type, shape: tensor.shape, bytes: bytes)
  }

  /// The bytes a shape takes; nil where an axis is negative or the product leaves Int, zeros
  /// left out, so that any later product over some of the axes is safe too.
  private static func byteCount(_ shape: [Int], _ type: ElementType) -> Int? {
    var count = type.size
    for length in shape {
      guard length >= 0 else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: max(length, 1))
      guard !overflow else { return nil }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }

  /// The tensors must follow one another without gap or overlap and fill the file.
  private static func checkLayout(
    _ entries: [String: Entry], dataCount: Int
  ) throws(Malformed) {
    var end = 0
    let inOrder = entries.sorted {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound, $0.key)
        < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound, $1.key)
    }
    for (name, entry) in inOrder {
      guard entry.bytes.lowerBound == end else {
        throw Malformed(
          "tensor \(name) begins at byte \(entry.bytes.lowerBound) where \(end) was due")
      }
      end = entry.bytes.upperBound
    }
    guard end == dataCount else {
      throw Malformed("its tensors take \(end) bytes, the file has \(dataCount) for them")
    }
  }

  /// Why a header cannot be believed; `SafetensorsFile` puts the file's name before it.
  struct Malformed: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }
}

/// The header as written: `__metadata__` beside the tensors, under one set of keys.
private struct Written: Decodable {
  var metadata: [String: String] = [:]
  var tensors: [String: WrittenTensor] = [:]

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: AnyKey.self)
    for key in fields.allKeys {
      if key.stringValue == "__metadata__" {
        metadata = try fields.decode([String: String].self, forKey: key)
      } else {
        tensors[key.stringValue] = try fields.decode(WrittenTensor.self, forKey: key)
      }
    }
  }
}

struct WrittenTensor: Codable {
  var dtype: String
  var shape: [Int]
  var data_offsets: [Int]
}

/// A JSON key of any name.
struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Dictionary {
  fileprivate func mapValuesThrowing<Result, Failure: Error>(
    _ transform: (Key, Value) throws(Failure) -> Result
  ) throws(Failure) -> [Key: Result] {
    var results: [Key: Result] = [:]
    for (key, value) in self { results[key] = try transform(key, value) }
    return results
  }
}
