internal import Charts
internal import Console
internal import Networks
internal import Tensors

/// The same images as they are, spoilt, and as every model rebuilds them: a row each.
struct ReconstructionRows {
  let count: Int
  let band: String?
  let title: String?
  let corruption: Corruption?
  let seed: UInt64

  /// - Parameter images: those that may be shown, over which errors are counted.
  func chart(
    of models: [String], cutouts: String, _ images: [Int], workers: Workers
  ) throws -> PictureGrid {
    guard count <= Self.mostImages else {
      throw CommandFailure(
        "cannot use --count \(count): a row holds \(Self.mostImages) images at most")
    }
    var numbers = RandomNumbers(seed: seed)
    let chosen = numbers.permutation(of: images.count).prefix(count).map { images[$0] }
    var (rows, notes, size, units): ([PictureGrid.Row], [String], Int, Int) = ([], [], 1, 0)
    for path in models {
      let seen = try SeenImages(path, cutouts: cutouts, band: band, workers: workers)
      let originals = try seen.dataset.images(chosen)
      let side = originals.shape[1]
      (size, units) = (max(size, side), seen.metadata.architecture.codeCount)
      func row(_ heading: String, _ images: Tensor) -> PictureGrid.Row {
        .init(
          heading: heading, pictures: images.planes(channel: seen.channel),
          range: seen.set.isOfSky ? nil : 0...1, pictureSize: side)
      }
      let spoilt = corruption?.applied(to: originals, seed: seed, step: 0)
      if rows.isEmpty {
        rows.append(row("original", originals))
        if let spoilt { rows.append(row("spoilt", spoilt)) }
      }
      let errors = try ReconstructionErrors(
        of: seen.model, on: seen.dataset, images: images, corruption: corruption, seed: seed)
      let name = "\(seen.metadata.kind), \(units)"
      let heading =
        models.count > 1
        ? "\(name): \(number(errors.restored ?? errors.clean, digits: 3))"
        : spoilt == nil ? "rebuilt" : "restored"
      rows.append(row(heading, seen.model.reconstruct(spoilt ?? originals)))
      if models.count == 1 { notes = Self.notes(errors, of: images.count) }
    }
    if models.count > 1 {
      notes = [
        "Each row: the model, its code units and the mean squared error a pixel over "
          + "\(images.count) images" + (corruption == nil ? "." : ", restored from spoilt ones.")
      ]
    }
    let usual =
      models.count > 1 ? "The same images rebuilt" : "Rebuilt from \(units) code units"
    return PictureGrid(
      title: title ?? usual, rows: rows, pictureSize: size, notes: notes, tile: 48)
  }

  private static let mostImages = 40

  private static func notes(_ errors: ReconstructionErrors, of count: Int) -> [String] {
    ["mean squared error over \(count) images, rebuilt as they are: \(number(errors.clean))"]
      + zip([errors.spoilt].compactMap(\.self), [errors.restored].compactMap(\.self)).map {
        "spoilt: \(number($0)); restored from that: \(number($1))"
      }
  }
}
