package import Tensors

/// A number of rows cut into pieces for several threads; the cut depends on the number of rows
/// only, so that sums made piece by piece come out the same on any machine.
struct Pieces: Sendable {
  let rows: Int
  let rowsInPiece: Int

  /// At most `most` pieces of at least `atLeast` rows.
  init(of rows: Int, atMost most: Int = 64, atLeast: Int = 512) {
    self.rows = rows
    rowsInPiece = max(atLeast, rows / most + (rows % most > 0 ? 1 : 0))
  }

  var count: Int { (rows + rowsInPiece - 1) / rowsInPiece }

  subscript(piece: Int) -> Range<Int> {
    piece * rowsInPiece..<min(rows, (piece + 1) * rowsInPiece)
  }
}

extension Range<Int> {
  /// The range cut into consecutive blocks of `size`, the last one perhaps shorter; by default of as many rows of a table as
  /// keep threads busy and need little memory.
  package func blocks(of size: Int = 1 << 16) -> some Sequence<Range<Int>> {
    stride(from: lowerBound, to: upperBound, by: size).lazy.map {
      $0..<Swift.min($0 + size, upperBound)
    }
  }
}

extension Workers {
  /// What `body` returns for every piece, in the order of the pieces.
  package func results<Result>(
    of pieces: Int, _ body: @Sendable (Int) -> sending Result
  ) -> [Result] {
    Array(unsafeUninitializedCapacity: pieces) { buffer, count in
      nonisolated(unsafe) let first = buffer
      forEach(pieces) { piece in first.initializeElement(at: piece, to: body(piece)) }
      count = pieces
    }
  }
}

/// A pointer that several threads write through, each to places of its own.
struct Shared<Value>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Value>

  /// Nil only for an empty buffer.
  init?(_ buffer: UnsafeMutableBufferPointer<Value>) {
    guard let base = buffer.baseAddress else { return nil }
    pointer = base
  }
}
