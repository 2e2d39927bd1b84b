internal import Clusters
internal import Networks
internal import Tensors

/// Principal components as an autoencoder of two matrices, which encodes and decodes like any other.
enum LinearAutoencoder {
  static func fit(
    _ dataset: any Dataset, code: Int, workers: Workers
  ) throws -> Autoencoder {
    let pixels = dataset.imageShape.reduce(1, *)
    let images = try dataset.rows(Array(0..<dataset.count), to: "find principal components of")
    let components = try PCA(components: code).fit(images, workers: workers)
    let model = Autoencoder(
      .linear(inputShape: dataset.imageShape, code: code), seed: 0, workers: workers)
    let (means, directions) = (components.means, components.directions.values)
    let back = (0..<code).map { unit in
      -(0..<pixels).reduce(0.0) { $0 + Double(directions[unit * pixels + $1]) * means[$1] }
    }
    let across = (0..<pixels * code).map { directions[$0 % code * pixels + $0 / code] }
    try model.restore([
      "encoder.0.weights": Tensor(across, shape: [pixels, code]),
      "encoder.0.bias": Tensor(back.map { Float($0) }, shape: [code]),
      "decoder.0.weights": components.directions,
      "decoder.0.bias": Tensor(means.map { Float($0) }, shape: [pixels]),
    ])
    return model
  }
}
