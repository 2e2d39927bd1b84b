import Foundation
import Pictures
import Tensors
import TestSupport
import Testing

@Suite struct DigitsTests {
  private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/digits"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      try body(path)
    }
  }

  /// Two images of 2 rows and 3 columns.
  private let images: [UInt8] =
    [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3] + [0, 51, 102, 153, 204, 255]
    + [255, 0, 0, 0, 0, 255]

  @Test func readsImagesAsNumbersFromZeroToOne() throws {
    try withFile(images) { path in
      let digits = try Digits(reading: path)
      #expect(digits.count == 2)
      #expect(digits.imageShape == [2, 3, 1])
      let batch = try digits.images([1, 0])
      #expect(batch.shape == [2, 2, 3, 1])
      let expected: [Float] = [1, 0, 0, 0, 0, 1, 0, 0.2, 0.4, 0.6, 0.8, 1]
      #expect(zip(batch.values, expected).allSatisfy { abs($0 - $1) < 1e-6 })
      #expect(digits.identifier(of: 1) == "digits 1")
    }
  }

  @Test func readsLabels() throws {
    try withFile([0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9]) { path in
      let labels = try DigitLabels(reading: path)
      #expect(labels.values == [7, 0, 9])
    }
  }

  @Test(
    arguments: [
      ([], "it is no IDX file"),
      ([1, 2, 3, 4, 5], "it is no IDX file"),
      ([0, 0, 13, 3], "it holds values of type 13, not bytes"),
      ([0, 0, 8, 1, 0, 0, 0, 0], "it has 1 axes where 3 are expected"),
      ([0, 0, 8, 3, 0, 0, 0, 2, 0, 0], "it is truncated"),
      (
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5],
        "it has 1 values where its axes [2, 1, 1] make 2"
      ),
      ([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 5], "its axes are [2, 0, 1]"),
      (
        [0, 0, 8, 3] + Array(repeating: 255, count: 12),
        "its axes are [4294967295, 4294967295, 4294967295]"
      ),
    ] as [([UInt8], String)])
  func brokenFilesGetSentences(bytes: [UInt8], reason: String) throws {
    try withFile(bytes) { path in
      #expect(
        sentence { _ = try Digits(reading: path) }
          == "cannot read \(path): \(reason); fetch it again with galaxy-aep download mnist")
    }
  }

  @Test(.enabled(if: RealData.has("mnist/t10k-images-idx3-ubyte.gz"), RealData.absent))
  func theRealTestDigitsAreThere() throws {
    let folder = "\(RealData.folder)/mnist"
    let digits = try Digits(reading: "\(folder)/t10k-images-idx3-ubyte.gz")
    let labels = try DigitLabels(reading: "\(folder)/t10k-labels-idx1-ubyte.gz")
    #expect(digits.count == 10_000 && labels.values.count == 10_000)
    #expect(digits.imageShape == [28, 28, 1])
    #expect(labels.values.prefix(5) == [7, 2, 1, 0, 4])
    let mean = try digits.images(0..<1000).values.reduce(0, +) / (1000 * 784)
    #expect(abs(mean - 0.13) < 0.01)
  }
}
