internal import Charts
internal import Cutouts
internal import Foundation
internal import Networks
internal import Tensors

/// Originals, reconstructions and residuals of one model, a cutout a row, band by band.
struct ReconstructionStrips {
  let count: Int
  let title: String?

  /// - Parameter images: those that may be shown.
  func chart(
    of network: Autoencoder, _ metadata: ModelMetadata, path: String, on set: CutoutSet,
    _ images: [Int]
  ) throws -> StripPanels {
    let stretch = try StretchText.decode(metadata.stretch, of: path)
    let chosen = choose(from: images, of: set)
    let originals = try StretchedCutouts(set, stretch: stretch).images(chosen)
    let rebuilt = network.reconstruct(originals)
    let (side, bands) = (stretch.size, stretch.channels.count)
    let rows = chosen.enumerated().map { place, index -> StripPanels.Row in
      func planes(_ images: Tensor) -> [[Float]] {
        images.withUnsafeValues { values in
          let first = place * side * side * bands
          return (0..<bands).map { band in
            (0..<side * side).map { values[first + $0 * bands + band] }
          }
        }
      }
      let (before, after) = (planes(originals), planes(rebuilt))
      let rest = zip(before, after).map { zip($0, $1).map { $0 - $1 } }
      let record = set.records[index]
      return .init(
        name: "\(record.id)\nmag \(String(format: "%.2f", record.mag))",
        strips: [
          .init(heading: "original", planes: before),
          .init(heading: "reconstruction", planes: after),
          .init(heading: "residual", planes: rest, isResidual: true),
        ])
    }
    return StripPanels(
      title: title ?? "Reconstructions from \(metadata.architecture.codeCount) numbers a cutout",
      rows: rows, planeNames: stretch.channels, side: side,
      notes: [
        "As the network sees them (\(stretch.kind.rawValue) stretch); each band of a row has the "
          + "grey scale of its original.",
        "Residual: original minus reconstruction, white at zero, full red and blue at a third of the "
          + "original's range.",
      ])
  }

  /// Sources evenly spread over the ranking by magnitude.
  private func choose(from images: [Int], of set: CutoutSet) -> [Int] {
    let ranked = images.filter { set.records[$0].mag.isFinite }
      .sorted { (set.records[$0].mag, $0) < (set.records[$1].mag, $1) }
    guard ranked.count > count else { return ranked.isEmpty ? [0] : ranked }
    return (0..<count).map { ranked[$0 * (ranked.count - 1) / max(count - 1, 1)] }
  }
}
