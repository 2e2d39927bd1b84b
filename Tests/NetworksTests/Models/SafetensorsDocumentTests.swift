import Foundation
import Networks
import Tensors
import Testing

@Suite struct SafetensorsDocumentTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func whatIsWrittenIsReadBack() throws {
    var numbers = RandomNumbers(seed: 8)
    for round in 0..<20 {
      var document = SafetensorsDocument()
      var tensors: [String: Tensor] = [:]
      for index in 0..<numbers.integer(below: 6) {
        let shape = (0..<numbers.integer(below: 4)).map { _ in numbers.integer(below: 4) }
        let values = (0..<shape.reduce(1, *)).map { _ in Float(numbers.normal()) }
        tensors["layer \(index)/\"é\""] = Tensor(values, shape: shape)
      }
      for (name, tensor) in tensors { document.add(name, tensor) }
      document.add("whole", [UInt64(round), .max])
      document.metadata = ["json": "{\"a\":[1,\"\\n\"]}", "empty": ""]
      let path = folder.file("round.safetensors")
      try document.write(to: path)
      let file = try SafetensorsFile(reading: path)
      #expect(file.metadata == document.metadata)
      #expect(file.names == (tensors.keys + ["whole"]).sorted())
      for (name, tensor) in tensors { #expect(try file.tensor(name) == tensor) }
      #expect(try file.unsignedIntegers("whole") == [UInt64(round), .max])
    }
    #expect(folder.names == ["round.safetensors"])
  }

  @Test func theBytesAreThoseOfTheFormat() throws {
    var document = SafetensorsDocument()
    document.metadata = ["z": "1", "b": "2"]
    document.add("b", Tensor([1], shape: [1]))
    document.add("a", Tensor([2, 3], shape: [1, 2]))
    document.add("n", [5])
    let path = folder.file("m.safetensors")
    try document.write(to: path)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let header =
      "{\"__metadata__\":{\"b\":\"2\",\"z\":\"1\"},"
      + "\"n\":{\"data_offsets\":[0,8],\"dtype\":\"U64\",\"shape\":[1]},"
      + "\"a\":{\"data_offsets\":[8,16],\"dtype\":\"F32\",\"shape\":[1,2]},"
      + "\"b\":{\"data_offsets\":[16,20],\"dtype\":\"F32\",\"shape\":[1]}}"
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    #expect(bytes[0] == UInt8(padded.utf8.count & 255) && bytes[2..<8].allSatisfy { $0 == 0 })
    #expect(bytes[8..<8 + padded.utf8.count] == Data(padded.utf8))
    let data = Array(bytes[(8 + padded.utf8.count)...])
    #expect(
      data == [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 63])
  }

  @Test func aFolderThatIsMissingIsNamed() {
    let path = folder.file("none/m.safetensors")
    #expect(
      message { try SafetensorsDocument().write(to: path) }
        == "cannot create \(path): No such file or directory; create its folder first")
  }
}
