internal import Console
internal import Files
internal import Foundation
package import Tensors

/// A table as text, which is made and written some rows at a time: that of a large table never stands in memory.
package struct TableText: Sendable {
  /// What comes before the rows and after them.
  let head, end: String
  let rowCount: Int
  /// The text of some rows.
  let rows: @Sendable (Range<Int>) -> String

  package var whole: String { head + rows(0..<rowCount) + end }

  /// - Parameter path: a file, or - for standard output.
  package func write(to path: String, workers: Workers = .all) throws {
    guard path != ResultFile.output else {
      Terminal.shared.redraw("")
      return try write(workers) { (text) throws(FileError) in
        let fault = StandardStreams.write(text, to: STDOUT_FILENO)
        guard fault == 0 else {
          throw FileError(
            "cannot write the result to standard output: \(String(cString: strerror(fault)))")
        }
      }
    }
    try AtomicFile.write(to: path) { (descriptor) throws(FileError) in
      try write(workers) { (text) throws(FileError) in
        let outcome = Array(text.utf8).withUnsafeBytes { bytes in
          Result { () throws(FileError) in
            try AtomicFile.writeAll(bytes, to: descriptor, path: path)
          }
        }
        try outcome.get()
      }
    }
  }

  private func write(
    _ workers: Workers, _ write: (String) throws(FileError) -> Void
  ) throws(FileError) {
    try write(head)
    let (piece, together) = (4096, 64 * 4096)
    for start in stride(from: 0, to: rowCount, by: together) {
      let end = min(start + together, rowCount)
      let texts = workers.map((end - start + piece - 1) / piece) { number in
        let first = start + number * piece
        return rows(first..<min(first + piece, end))
      }
      for text in texts { try write(text) }
    }
    try write(end)
  }
}
