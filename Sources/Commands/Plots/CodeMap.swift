internal import ArgumentParser
internal import Clusters
internal import Console
internal import Foundation
internal import Tensors

/// Codes brought to two dimensions.
package struct CodeMap {
  enum Projection: String, CaseIterable, ExpressibleByArgument {
    case pca, neighbours
    /// An earlier version's map, which `neighbours` took the place of: understood for one version.
    case tsne

    static let allValueStrings = ["pca", "neighbours"]
  }

  let x, y: [Double]
  private(set) var labels: (x: String, y: String)
  let name: String

  /// - Parameter components: of principal components, counted from 1.
  init(
    _ codes: Tensor, projection: Projection, components: (Int, Int), scaling: CodeScaling,
    seed: UInt64, workers: Workers
  ) throws {
    let scaled = try scaling.scaled(codes, workers: workers)
    switch projection {
    case .pca:
      let most = max(components.0, components.1)
      let model = try PCA(components: most).fit(scaled, workers: workers)
      let places = try model.encode(scaled, workers: workers)
      let all = Array(0..<codes.shape[0])
      x = all.map { Double(places[$0, components.0 - 1]) }
      y = all.map { Double(places[$0, components.1 - 1]) }
      func label(_ number: Int) -> String {
        "component \(number): \(Int(bounded: (model.explained[number - 1] * 100).rounded())) % of the variance"
      }
      labels = (label(components.0), label(components.1))
      name = "principal components"
    case .neighbours, .tsne:
      let places = try NeighbourEmbedding(
        dimensions: 2, neighbours: 15, epochs: 200, seed: seed
      ).fit(scaled, workers: workers)
      let all = Array(0..<codes.shape[0])
      x = all.map { Double(places[$0, 0]) }
      y = all.map { Double(places[$0, 1]) }
      labels = ("first coordinate", "second coordinate")
      name = "neighbour embedding"
    }
  }

  /// Adds to each axis what it goes with most, by Spearman's rank correlation; nothing where none is strong.
  mutating func say(whatFollows quantities: [(name: String, values: [Double])]) {
    labels = (
      labels.x + Self.companion(of: x, among: quantities),
      labels.y + Self.companion(of: y, among: quantities)
    )
  }

  /// ", follows MAG (ρ = −0.93)".
  package static func companion(
    of values: [Double], among quantities: [(name: String, values: [Double])]
  ) -> String {
    let known = quantities.compactMap { quantity in
      RankCorrelation.of(values, quantity.values).map { (name: quantity.name, value: $0) }
    }
    guard let most = known.max(by: { abs($0.value) < abs($1.value) }), abs(most.value) >= least
    else {
      return ", follows nothing measured"
    }
    let sign = most.value < 0 ? "−" : "+"
    return ", follows \(most.name) (ρ = \(sign)\(String(format: "%.2f", abs(most.value))))"
  }

  private static let least = 0.5
}
