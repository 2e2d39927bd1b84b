internal import Console
internal import Files
internal import Foundation

/// What `worth` found: a score corrected by labels at random and by those chosen by uncertainty, beside the score itself.
package struct WorthReport: Codable {
  package typealias Judged = LabelsWorth.Judged

  /// In how many halvings labels chosen by uncertainty did better than those at random, and in how many alike.
  package struct Won: Codable, Equatable {
    package var better, alike: Int
  }

  package var labels, sources: Int
  /// Means over the halvings.
  package var before, atRandom, byUncertainty: Judged
  package var wonInWrong, wonInBrier, wonInAUC: Won
  /// One by one.
  package var halvings: [LabelsWorth.Halving]
  /// Program, command and inputs.
  package var provenance: [String: String]?

  package init(_ worth: LabelsWorth) {
    (labels, sources, halvings) = (worth.labels, worth.sources, worth.halvings)
    before = worth.mean(\.before)
    atRandom = worth.mean(\.atRandom)
    byUncertainty = worth.mean(\.byUncertainty)
    func won(_ score: KeyPath<Judged, Double>, moreIsBetter: Bool) -> Won {
      let (better, alike) = worth.won(score, moreIsBetter: moreIsBetter)
      return Won(better: better, alike: alike)
    }
    wonInWrong = won(\.wrong, moreIsBetter: false)
    wonInBrier = won(\.brier, moreIsBetter: false)
    wonInAUC = won(\.auc, moreIsBetter: true)
  }

  /// The table as it is told.
  package var lines: [String] {
    func row(_ name: String, _ judged: Judged) -> [String] {
      [name, percent(judged.wrong), share(judged.brier), share(judged.auc)]
    }
    func text(_ won: Won) -> String {
      "\(won.better) of \(halvings.count)" + (won.alike > 0 ? ", \(won.alike) alike" : "")
    }
    return AlignedText.lines(
      [
        ["", "wrong at one half", "Brier score", "AUC"], row("without a label", before),
        row("\(labels) labels at random", atRandom),
        row("\(labels) most uncertain", byUncertainty),
        ["the most uncertain did better in", text(wonInWrong), text(wonInBrier), text(wonInAUC)],
      ], areNumbers: [false, true, true, true])
  }

  private func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

  /// - Parameter provenance: program, command and inputs, by keyword.
  package func write(to path: String, provenance: [String: String]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    var result = self
    result.provenance = provenance
    try ResultFile.write(try encoder.encode(result), to: path)
  }
}
