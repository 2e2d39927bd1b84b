internal import Charts
internal import Cutouts
internal import Foundation
internal import Networks
internal import Reports
internal import Tensors

/// Cutouts as pictures, made when they are asked for.
final class ExploredPictures {
  let set: CutoutSet
  private let model: Autoencoder?
  private let images: StretchedCutouts?
  private let colours: [Int]
  private let stretch: LuptonRGB
  private var bandStretches: [Int: LuptonRGB] = [:]
  /// Why nothing of the model is shown, where that is so.
  let note: String?

  /// - Parameter model: a model file; of one that does not fit the set nothing is shown.
  init(_ set: CutoutSet, model path: String?, workers: Workers) {
    self.set = set
    colours = ColourPlanes.usual(of: set)
    let planes = colours
    let tiles = Self.sample(set).map { ColourPlanes.tile($0, of: set, planes: planes) }
    stretch = LuptonRGB(fitting: tiles.map { ($0.red, $0.green, $0.blue) })
    do {
      guard let path else {
        (self.model, images, note) = (nil, nil, "no model: reconstructions are not shown")
        return
      }
      let (model, metadata) = try ModelFile.read(path, workers: workers)
      let stretch = try JSONDecoder().decode(Stretch.self, from: Data(metadata.stretch.utf8))
      images = try StretchedCutouts(set, stretch: stretch, workers: workers)
      (self.model, note) = (model, nil)
    } catch {
      (self.model, images, note) = (nil, nil, "reconstructions are not shown: \(error)")
    }
  }

  /// The planes that the network sees; none without a network.
  var channels: [String] { model == nil ? [] : images?.stretch.channels ?? [] }

  private static func sample(_ set: CutoutSet) -> [Int] {
    Array(stride(from: 0, to: set.count, by: max(1, set.count / 100)))
  }

  /// One cutout in colour, or of one band in grey.
  func cutout(_ index: Int, band: Int?) throws -> Data {
    let planes = band.map { [$0, $0, $0] } ?? colours
    let tile = ColourPlanes.tile(index, of: set, planes: planes)
    var stretch = stretch
    if let band {
      let known = bandStretches[band]
      let tiles =
        known == nil
        ? Self.sample(set).map { ColourPlanes.tile($0, of: set, planes: planes) } : []
      stretch = known ?? LuptonRGB(fitting: tiles.map { ($0.red, $0.green, $0.blue) })
      bandStretches[band] = stretch
    }
    return try stretch.picture(
      red: tile.red, green: tile.green, blue: tile.blue, size: tile.size
    ).encodedPNG(texts: [])
  }

  /// Original, reconstruction and residual of one channel side by side, as the network sees them.
  ///
  /// The first two share one grey scale, that of the original; the residual is red above and blue below zero, at
  /// a third of that scale.
  func seen(_ index: Int, channel: Int) throws -> Data? {
    guard let model, let images, images.stretch.channels.indices.contains(channel) else {
      return nil
    }
    let before = try images.images([index])
    let after = model.reconstruct(before)
    let (side, count) = (before.shape[1], before.shape[3])
    func plane(_ tensor: Tensor) -> [Float] {
      tensor.withUnsafeValues { values in (0..<side * side).map { values[$0 * count + channel] } }
    }
    let (first, second) = (plane(before), plane(after))
    let (low, high) = (first.min() ?? 0, first.max() ?? 1)
    let reach = max(high - low, 1e-20)
    var picture = Picture(width: 3 * side + 4, height: side)
    func put(_ column: Int, _ row: Int, _ colour: (Float, Float, Float)) {
      let start = ((side - 1 - row) * picture.width + column) * 3
      for (offset, part) in [colour.0, colour.1, colour.2].enumerated() {
        let bounded = part.isFinite ? min(max(part, 0), 1) : 0.5
        picture.bytes[start + offset] = UInt8(bounded: bounded * 255)
      }
    }
    for row in 0..<side {
      for column in 0..<side {
        let (a, b) = (first[row * side + column], second[row * side + column])
        let (grey, rebuilt) = ((a - low) / reach, (b - low) / reach)
        put(column, row, (grey, grey, grey))
        put(column + side + 2, row, (rebuilt, rebuilt, rebuilt))
        let rest = 3 * (a - b) / reach
        put(
          column + 2 * side + 4, row,
          rest > 0 ? (1, 1 - rest, 1 - rest) : (1 + rest, 1 + rest, 1))
      }
    }
    return try picture.encodedPNG(texts: [])
  }
}
