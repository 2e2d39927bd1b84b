internal import ArgumentParser
internal import Clusters
internal import Tensors

/// Codes brought to two dimensions.
struct CodeMap {
  enum Projection: String, CaseIterable, ExpressibleByArgument {
    case pca, tsne, neighbours
  }

  let x, y: [Double]
  /// The rows of the table that the points are.
  let rows: [Int]
  let labels: (x: String, y: String)
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
      rows = all
      func label(_ number: Int) -> String {
        "component \(number) (\(Int((model.explained[number - 1] * 100).rounded())) % of the variance)"
      }
      labels = (label(components.0), label(components.1))
      name = "principal components"
    case .tsne:
      var random = RandomNumbers(seed: seed)
      let some = random.permutation(of: codes.shape[0]).prefix(TSNE.most).sorted()
      let width = scaled.stride
      let chosen = scaled.withUnsafeValues { values in
        some.flatMap { values[$0 * width..<($0 + 1) * width] }
      }
      let map = try TSNE(seed: seed).map(
        Tensor(chosen, shape: [some.count, width]), workers: workers)
      x = map.map(\.x)
      y = map.map(\.y)
      rows = some
      (labels, name) = (("t-SNE, first coordinate", "t-SNE, second coordinate"), "t-SNE")
    case .neighbours:
      let places = try NeighbourEmbedding(
        dimensions: 2, neighbours: 15, epochs: 200, seed: seed
      ).fit(scaled, workers: workers)
      let all = Array(0..<codes.shape[0])
      x = all.map { Double(places[$0, 0]) }
      y = all.map { Double(places[$0, 1]) }
      rows = all
      labels = ("first coordinate", "second coordinate")
      name = "neighbour embedding"
    }
  }
}
