internal import Charts
internal import Cutouts
internal import Foundation
internal import Tensors

/// Some sources as they were seen, as they truly are, and as models rebuild them: a source a row.
struct NoiseFreeStrips {
  private let chosen: [Int]
  private let names: [String]
  private var strips: [[StripPanels.Strip]]
  private var channels: [String] = []
  private var side = 1

  /// - Parameter limit: how faint, in mag.
  init(count: Int, of seen: SeenImages, brighterThan limit: Double) {
    let records = seen.set.records
    let ranked = records.indices.filter { Double(records[$0].mag) < limit }
      .sorted { (records[$0].mag, $0) < (records[$1].mag, $1) }
    chosen =
      ranked.count > count
      ? (0..<count).map { ranked[$0 * (ranked.count - 1) / max(count - 1, 1)] } : ranked
    names = chosen.map { "\(records[$0].id)\nmag \(String(format: "%.2f", records[$0].mag))" }
    strips = chosen.map { _ in [] }
  }

  /// Adds what a model makes of them; the first one also what it sees, and the truth.
  ///
  /// - Parameter name: what the model is called.
  mutating func add(_ seen: SeenImages, _ clean: NoiseFreeTwins, called name: String) throws {
    guard !chosen.isEmpty else { return }
    let noisy = try seen.dataset.images(chosen)
    if channels.isEmpty {
      channels = seen.dataset.stretch.channels
      side = seen.dataset.stretch.size
      append("noisy", noisy)
      append("without noise", try clean.images(chosen))
    }
    guard seen.dataset.stretch.size == side, seen.dataset.stretch.channels == channels else {
      return
    }
    append(name, seen.model.reconstruct(noisy))
  }

  private mutating func append(_ heading: String, _ images: Tensor) {
    let (area, count) = (side * side, channels.count)
    images.withUnsafeValues { values in
      for row in strips.indices {
        let first = row * area * count
        let planes = (0..<count).map { channel in
          (0..<area).map { values[first + $0 * count + channel] }
        }
        strips[row].append(.init(heading: heading, planes: planes))
      }
    }
  }

  var chart: StripPanels {
    StripPanels(
      title: "Rebuilt beside the truth without noise",
      rows: zip(names, strips).map { .init(name: $0, strips: $1) }, planeNames: channels,
      side: side,
      tile: 64,
      notes: ["As the networks see them; each band of a row has the grey scale of what was seen."])
  }
}
