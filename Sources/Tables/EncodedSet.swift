package import Cutouts
package import FITS
package import Networks
package import Ranks
internal import Sources
package import Tensors

/// All that is known of a set's sources, as a table begins: what they are called, what was measured, their codes.
package struct EncodedSet {
  package let columns: [Column]
  /// Nil for pictures.
  package let bands: TableBands?

  /// - Parameters:
  ///   - directions: whether codes are brought to length 1.
  ///   - isWhole: whether columns without anything are left out; a part of a set does not know which those are.
  ///   - ranks: each works out a part.
  package init(
    of dataset: StretchedCutouts, by network: Autoencoder, averaged: Bool, directions: Bool,
    isWhole: Bool = true, workers: Workers, ranks: Ranks = .alone
  ) throws {
    let (set, width) = (dataset.cutouts, network.architecture.codeCount)
    var codes = try EncodedCutouts.codes(
      of: dataset, with: network, averaged: averaged, ranks: ranks, isShown: isWhole)
    if directions { EncodedCutouts.shorten(&codes, units: width) }
    var columns = SourceColumns.identity(of: set.records)
    var bands: TableBands?
    if set.isOfSky {
      columns += SourceColumns.photometry(of: set)
      let scores = try CompactnessScores(
        of: set, knowing: dataset.seeing, workers: workers, ranks: ranks)
      bands = TableBands(
        all: set.bands, reference: set.referenceBand,
        stack: Seeing.stackBands(of: set.bands, reference: set.referenceBand))
      columns += Measurement.all.map { $0.column(of: scores) }
      columns.append(SourceColumn.saturated.column(.bool(scores.saturated)))
      columns.append(SourceColumn.sharp.column(.bool(scores.sharp)))
    }
    columns.append(SourceColumn.code.column(.floats(width: width, codes)))
    self.columns = isWhole ? SourceColumns.known(columns) : columns
    self.bands = bands
  }
}
