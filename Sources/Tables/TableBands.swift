package import FITS

/// The bands that the numbers of a table were measured in.
package struct TableBands: Equatable {
  /// Of the cutouts, in their order; the template fit looks at all of them.
  package var all: [String]
  /// Of magnitudes, sizes, concentration and PSF minus model.
  package var reference: String
  /// Summed for compactness u: the reference band and its neighbours.
  package var stack: [String]

  package init(all: [String], reference: String, stack: [String]) {
    (self.all, self.reference, self.stack) = (all, reference, stack)
  }

  /// As a table's header tells them; nil where it does not.
  package init?(_ header: Header) {
    guard let all = header.string(Keyword.all), let reference = header.string(Keyword.reference)
    else { return nil }
    self.init(
      all: Self.names(all), reference: reference, stack: Self.names(header.string(Keyword.stack)))
  }

  package func write(to header: inout Header) {
    header.set(Keyword.all, .string(all.joined(separator: ",")), comment: "TEMPLATE_CHI2 is of all")
    header.set(Keyword.reference, .string(reference), comment: "MAG and sizes are of it")
    header.set(
      Keyword.stack, .string(stack.joined(separator: ",")), comment: "COMPACTNESS is of them")
  }

  private static func names(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map(String.init)
  }

  private enum Keyword {
    static let all = "BANDS"
    static let reference = "REFBAND"
    static let stack = "UBANDS"
  }
}

extension SourceTable {
  /// The bands it was measured in; nil where its header does not tell.
  package var bands: TableBands? { TableBands(header) }
}
