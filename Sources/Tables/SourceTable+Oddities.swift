package import Cutouts

extension SourceTable {
  /// Of every source; a table without flags knows of none.
  package func oddities() throws -> [Oddity] {
    let flags =
      has(.flags) ? try numbers(.flags) : [Double](repeating: 0, count: table.rowCount)
    let (sharp, saturated) = (try self.flags(.sharp), try self.flags(.saturated))
    return flags.indices.map { row in
      Oddity(
        flags: Int32(exactly: flags[row].rounded()) ?? 0, isSharp: sharp[row],
        isSaturated: saturated[row])
    }
  }
}
