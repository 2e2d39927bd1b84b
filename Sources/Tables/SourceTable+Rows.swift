internal import Console
internal import FITS
package import Tensors

/// Some rows of a table at a time, read of its file, so that a table of any length needs little memory.
extension SourceTable {
  /// What `compactness` looks at.
  package static let oriented: [SourceColumn] = [
    .compactness, .compactnessError, .stackMagnitude, .field,
  ]

  /// The table of some of its rows, with those of some columns that there are.
  package func rows(_ rows: some Collection<Int>, with columns: [SourceColumn]) throws
    -> SourceTable
  {
    let there = columns.filter(has)
    guard let backing else {
      let some = Table(there.compactMap { table[$0] })
      return SourceTable(table: some.rows(rows), header: header, path: path)
    }
    let names = there.map(\.name)
    let some =
      try (rows as? Range<Int>).map { try backing.file.columns(names, of: $0) }
      ?? backing.file.columns(names, of: Array(rows))
    return SourceTable(table: some, header: header, path: path)
  }

  /// The latent codes `[source, unit]`, all of whose numbers are finite.
  package func codeMatrix() throws -> Tensor {
    let (width, values) = try codes()
    if let broken = values.firstIndex(where: { !$0.isFinite }) {
      let source = (try? texts(.id))?[broken / width] ?? "source \(broken / width)"
      throw CommandFailure(
        "cannot use the codes of \(path): number \(broken % width) of \(source) is not finite; drop that source or encode it again"
      )
    }
    return Tensor(values, shape: [table.rowCount, width])
  }
}
