/// A table as lines of text, its columns under each other.
package enum AlignedText {
  /// - Parameters:
  ///   - cells: row by row, the titles first; every row has as many.
  ///   - areNumbers: which columns end under each other rather than begin.
  package static func lines(_ cells: [[String]], areNumbers: [Bool]) -> [String] {
    let widths = areNumbers.indices.map { index in cells.map { $0[index].count }.max() ?? 0 }
    return cells.map { row in
      let line = row.indices.map { index in
        let blank = String(repeating: " ", count: widths[index] - row[index].count)
        return areNumbers[index] ? blank + row[index] : row[index] + blank
      }
      return line.joined(separator: "  ").trimmingSuffix { $0 == " " }
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(while drops: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, drops(last) { text.removeLast() }
    return String(text)
  }
}
