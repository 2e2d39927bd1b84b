import CKernels
import Tensors

/// A correlation on a random geometry: pixels of an image that lie odd and even strides apart.
struct CorrelationShape {
  var rows, columns, runs, length, channels, inColumn, outColumn: Int
  var offsets: [Int]

  /// - Parameter longest: the most columns, which few shapes have.
  init(_ numbers: inout RandomNumbers, longest: Int = 19) {
    rows = 1 + numbers.integer(below: 9)
    columns = 1 + numbers.integer(below: numbers.integer(below: 9) == 0 ? longest : 19)
    runs = 1 + numbers.integer(below: 5)
    length = 1 + numbers.integer(below: 70)
    channels = 1 + numbers.integer(below: numbers.integer(below: 2) == 0 ? 8 : 130)
    inColumn = [1, 3, 5, 10, 16, 32, 64][numbers.integer(below: 7)]
    outColumn = channels + numbers.integer(below: 3)
    offsets = (0..<runs).map { _ in numbers.integer(below: 200) }
  }

  var inRow: Int { columns * inColumn }
  var inCount: Int { rows * inRow + (offsets.max() ?? 0) + length }
  var outCount: Int { rows * columns * outColumn }
  var weights: Int { runs * length }

  /// Where value `row % length` of run `row / length` of the pixel (y, x) lies.
  func place(_ y: Int, _ x: Int, _ row: Int) -> Int {
    y * inRow + x * inColumn + offsets[row / length] + row % length
  }

  func with<Result>(_ body: (UnsafePointer<CKCorrelation>) -> Result) -> Result {
    offsets.withUnsafeBufferPointer { offsets in
      var description = CKCorrelation(
        rows: rows, columns: columns, inRow: inRow, inColumn: inColumn,
        outRow: columns * outColumn, outColumn: outColumn, runs: runs,
        offsets: offsets.baseAddress, length: length, channels: channels)
      return body(&description)
    }
  }
}
