internal import Tensors

/// Sources in double precision around their means, handed out block by block so that no second
/// copy of them all is made.
struct CentredBlocks: Sendable {
  static let rowsInBlock = 256
  let means: [Double]
  let pieces: Pieces
  private let x: Tensor

  var count: Int { x.shape[0] }
  var width: Int { x.shape[1] }

  init(_ x: Tensor, _ workers: Workers) {
    let pieces = Pieces(of: x.shape[0], atMost: 32, atLeast: CentredBlocks.rowsInBlock)
    let width = x.shape[1]
    let sums = workers.results(of: pieces.count) { piece in
      x.withUnsafeValues { x in
        var sums = [Double](repeating: 0, count: width)
        for row in pieces[piece] {
          for column in 0..<width { sums[column] += Double(x[row * width + column]) }
        }
        return sums
      }
    }
    means = (0..<width).map { column in
      sums.reduce(0) { $0 + $1[column] } / Double(x.shape[0])
    }
    (self.x, self.pieces) = (x, pieces)
  }

  /// The sources around means found elsewhere.
  init(_ x: Tensor, around means: [Double]) {
    (self.x, self.means) = (x, means)
    pieces = Pieces(of: x.shape[0], atMost: 32, atLeast: CentredBlocks.rowsInBlock)
  }

  /// Calls `body` with the rows' numbers and their values `[row, feature]` of every block of `piece`.
  func forEachBlock(
    of piece: Int, _ body: (Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) {
    let block = UnsafeMutablePointer<Double>.allocate(
      capacity: CentredBlocks.rowsInBlock * width)
    defer { block.deallocate() }
    let width = width
    x.withUnsafeValues { x in
      for range in pieces[piece].blocks(of: CentredBlocks.rowsInBlock) {
        var out = 0
        for row in range {
          for column in 0..<width {
            block[out] = Double(x[row * width + column]) - means[column]
            out += 1
          }
        }
        body(range, block)
      }
    }
  }

  /// The sum of squares of every feature.
  func squares(_ workers: Workers) -> [Double] {
    let width = width
    return workers.results(of: pieces.count) { piece in
      var sums = [Double](repeating: 0, count: width)
      forEachBlock(of: piece) { range, block in
        for row in 0..<range.count {
          for column in 0..<width {
            let value = block[row * width + column]
            sums[column] += value * value
          }
        }
      }
      return sums
    }.reduce(into: [Double](repeating: 0, count: width)) { total, sums in
      for column in 0..<width { total[column] += sums[column] }
    }
  }
}
