import Foundation
import Networks
import Tensors
import Testing

@Suite struct SafetensorsFileTests {
  private let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Fixtures/make_safetensors.py made the file with the Python package.
  @Test func readsWhatPythonWrote() throws {
    let file = try SafetensorsFile(
      reading: fixtures.appendingPathComponent("python.safetensors").path)
    #expect(file.names == ["counts", "empty", "encoder.weight", "scalar", "signed", "wide"])
    #expect(
      file.metadata == ["format": "np", "note": "quotes \" and \u{e9}, \\ and a tab\t"])
    #expect(
      try file.tensor("encoder.weight")
        == Tensor([-0.5, -0.25, 0, 0.25, 0.5, 0.75], shape: [2, 3]))
    #expect(try file.tensor("wide").values == [Float.pi.nextUp, 0, .infinity])
    #expect(try file.unsignedIntegers("counts") == [0, 7, .max])
    #expect(try file.tensor("scalar").values == [2.5])
    #expect(file.shape(of: "scalar") == [])
    #expect(try file.tensor("empty").shape == [0, 4])
    #expect(file.type(of: "signed") == .int64)
  }

  @Test func readsBfloat16() throws {
    let file = try SafetensorsFile(
      reading: fixtures.appendingPathComponent("python-bfloat16.safetensors").path)
    #expect(try file.tensor("half").values == [1, -2.5, 3.140625])
  }

  @Test func namesTheTensorThatIsNotThere() throws {
    let path = try write("{\"a\":{\"dtype\":\"U64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8)
    let file = try SafetensorsFile(reading: path)
    #expect(
      message { _ = try file.tensor("b") }
        == "cannot read tensor b of \(path): there is none of that name")
    #expect(
      message { _ = try file.tensor("a") }
        == "cannot read tensor a of \(path): it holds U64, not floating-point numbers")
  }

  @Test(arguments: [
    ("", 0, "its header is not JSON"),
    ("[]", 0, "its header is not JSON"),
    ("{\"a\"", 0, "its header is not JSON"),
    ("{\"a\":3}", 0, "the field a is of the wrong kind in its header"),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4,
      "the field a has no data_offsets in its header"
    ),
    (
      "{\"__metadata__\":{\"a\":1}}", 0,
      "the field __metadata__.a is of the wrong kind in its header"
    ),
    (
      entry("F8_E4M3", "[1]", "[0,1]"), 1,
      "tensor a is stored as F8_E4M3, which is not one of F64, F32, BF16, I64, U64"
    ),
    (entry("F32", "[2]", "[0,4]"), 4, "tensor a of shape [2] and type F32 is given 4 bytes"),
    (entry("F32", "[-1]", "[0,4]"), 4, "tensor a of shape [-1] and type F32 is given 4 bytes"),
    (
      entry("F32", "[4611686018427387904,4]", "[0,0]"), 0,
      "tensor a of shape [4611686018427387904, 4] and type F32 is given 0 bytes"
    ),
    (
      entry("F32", "[0,4611686018427387904,4]", "[0,0]"), 0,
      "tensor a of shape [0, 4611686018427387904, 4] and type F32 is given 0 bytes"
    ),
    (entry("F32", "[1]", "[4,0]"), 4, "tensor a has the byte range [4, 0]"),
    (entry("F32", "[1]", "[0]"), 4, "tensor a has the byte range [0]"),
    (entry("F32", "[1]", "[-4,0]"), 4, "tensor a has the byte range [-4, 0]"),
    (entry("F32", "[1]", "[4,8]"), 8, "tensor a begins at byte 4 where 0 was due"),
    (entry("F32", "[1]", "[0,4]"), 8, "its tensors take 4 bytes, the file has 8 for them"),
    (entry("F32", "[4]", "[0,16]"), 8, "its tensors take 16 bytes, the file has 8 for them"),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8,
      "tensor b begins at byte 4 where 8 was due"
    ),
  ])
  func refusesAHeaderThatLies(header: String, bytes: Int, reason: String) throws {
    let path = try write(header, bytes)
    #expect(
      message { _ = try SafetensorsFile(reading: path) }
        == "cannot read \(path): it is not a safetensors file; \(reason)")
  }

  @Test(arguments: [
    (Data(), "it has 0 bytes, fewer than the 8 of a header length"),
    (Data("SIMPLE".utf8), "it has 6 bytes, fewer than the 8 of a header length"),
    (
      Data([0, 0, 0, 0, 0, 0, 0, 0x80]),
      "its header length reads 9223372036854775808 bytes, more than 100000000"
    ),
    (Data([9, 0, 0, 0, 0, 0, 0, 0, 123]), "its header length reads 9 bytes, the file has 9"),
  ])
  func refusesALengthThatLies(file: Data, reason: String) throws {
    let path = try folder.write(file, "x.safetensors")
    #expect(
      message { _ = try SafetensorsFile(reading: path) }
        == "cannot read \(path): it is not a safetensors file; \(reason)")
  }

  @Test func deepNestingIsRefused() throws {
    let path = try write("{\"a\":" + String(repeating: "[", count: 200_000), 0)
    #expect(throws: NetworkError.self) { try SafetensorsFile(reading: path) }
  }

  @Test func aMissingFileIsNamed() {
    #expect(
      message { _ = try SafetensorsFile(reading: "/nowhere/m.safetensors") }
        == "cannot read /nowhere/m.safetensors: No such file or directory")
  }

  /// Damaged files are read or refused with a sentence; nothing else may happen.
  @Test func mutationsNeverCrash() throws {
    let good = try Data(
      contentsOf: fixtures.appendingPathComponent("python.safetensors"))
    let headerEnd = 8 + Int(good[0]) + Int(good[1]) << 8
    var numbers = RandomNumbers(seed: 3)
    var refused = 0
    for _ in 0..<300 {
      var bad = good
      switch numbers.integer(below: 4) {
      case 0: bad = bad.prefix(numbers.integer(below: bad.count))
      case 1: bad.append(contentsOf: (0..<numbers.integer(below: 9)).map { UInt8($0) })
      case 2:
        let place = numbers.integer(below: headerEnd)
        let digits = [
          "99999999999999999999", "-1", "1e400", "null", "\"", "{", "9223372036854775807",
        ]
        bad.replaceSubrange(
          place..<place + 1, with: Data(digits[numbers.integer(below: digits.count)].utf8))
      default:
        for _ in 0...numbers.integer(below: 4) {
          bad[numbers.integer(below: headerEnd)] = UInt8(numbers.integer(below: 256))
        }
      }
      let path = try folder.write(bad, "mutant.safetensors")
      do {
        let file = try SafetensorsFile(reading: path)
        for name in file.names {
          _ = try? file.tensor(name)
          _ = try? file.unsignedIntegers(name)
        }
      } catch let error as NetworkError {
        refused += 1
        #expect(error.description.hasPrefix("cannot read \(path): it is not a safetensors file; "))
      }
    }
    #expect(refused > 150)
  }

  /// A file of the given header, followed by so many zero bytes.
  private func write(_ header: String, _ bytes: Int) throws -> String {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    return try folder.write(length + Data(header.utf8) + Data(count: bytes), "x.safetensors")
  }
}

private func entry(_ type: String, _ shape: String, _ offsets: String) -> String {
  "{\"a\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}"
}

/// What a user would read of the error that `body` throws.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}
