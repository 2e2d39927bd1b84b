internal import Cutouts
internal import Files
internal import Foundation
internal import Networks
internal import Tensors

/// Cutouts as a model reads them, for encoders in other programs: `images` `[image, channel, y, x]`
/// in a safetensors file, in the order of the set.
///
/// The `matched` stretch needs the point spread of every field, which no exported graph can find;
/// with this file it need not.
struct NetworkInput {
  private let dataset: StretchedCutouts
  private let metadata: ModelMetadata
  private let count: Int

  /// - Parameter count: how many cutouts, from the first on; nil for all.
  init(of model: String, cutouts: String, count: Int?, workers: Workers = .all) throws {
    metadata = try ModelFile.metadata(of: model)
    let stretch = try StretchText.decode(metadata.stretch, of: model)
    dataset = try StretchedCutouts(
      try CutoutSet(opening: cutouts), stretch: stretch, workers: workers)
    self.count = min(count ?? dataset.count, dataset.count)
  }

  /// How many cutouts the set holds beyond those that are written.
  var leftOut: Int { dataset.count - count }

  var shape: [Int] { [count] + [2, 0, 1].map { dataset.imageShape[$0] } }

  func write(to path: String, provenance: Provenance) throws {
    let (channels, area) = (shape[1], shape[2] * shape[3])
    let images = try Tensor(uninitialized: shape) { target in
      try dataset.forEachBatch(of: 0..<count) { first, batch in
        batch.withUnsafeValues { source in
          for image in 0..<batch.shape[0] {
            for channel in 0..<channels {
              let plane = ((first + image) * channels + channel) * area
              for pixel in 0..<area {
                target[plane + pixel] = source[(image * area + pixel) * channels + channel]
              }
            }
          }
        }
      }
    }
    var document = SafetensorsDocument()
    document.add("images", images)
    document.metadata = [
      "axes": "image, channel, y, x",
      "channels": dataset.stretch.channels.joined(separator: ","), "stretch": metadata.stretch,
      "fingerprint": metadata.fingerprint, "program": provenance.program,
      "command": provenance.command,
    ]
    document.metadata["kernels"] = provenance.kernels
    try document.write(to: path)
  }
}
