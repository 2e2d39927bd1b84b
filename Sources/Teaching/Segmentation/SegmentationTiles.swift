package import Cutouts
package import FITS
package import Labels
package import Segments
internal import Sky
package import Tensors

/// Labelled tiles of whole frames: what a network learns to tell the classes of pixels from.
///
/// Fields take turns; where tiles lie in a field is decided by the seed and the pixels, never by a class. The
/// tiles of a smaller count are the first ones of a larger count of the same seed.
package struct SegmentationTiles: Sendable {
  /// `[n, y, x, band]`, stretched.
  package let images: Tensor
  /// `[n, y, x]`; 255: none.
  package let labels: [UInt8]
  package let classes: [String]
  /// "x 128, y 640 of field 003918-3-0213": the first pixel, from 1.
  package let names: [String]
  package let side: Int

  package init(images: Tensor, labels: [UInt8], classes: [String], names: [String], side: Int) {
    precondition(images.shape.count == 4 && images.shape[0] == names.count)
    precondition(labels.count == names.count * side * side)
    (self.images, self.labels, self.classes) = (images, labels, classes)
    (self.names, self.side) = (names, side)
  }

  /// - Parameters:
  ///   - frames: files or folders; maps: label maps, found by their fields' names.
  ///   - model: whose stretch it is, named in errors.
  ///   - passesOver: whether fields without a map are passed over, and not refused.
  ///   - count: how many tiles of all fields together.
  ///   - tell: is told what a user should know though the work goes on.
  package init(
    frames: [String], maps: [String], passesOver: Bool = false, stretch: Stretch,
    of model: String = "the model", reference: String? = nil, count: Int, side: Int = 128,
    seed: UInt64, workers: Workers,
    decoder: TileDecoder? = TileDecoder(), tell: (String) -> Void = { _ in }
  ) throws {
    guard (1...100_000).contains(count), (16...1024).contains(side) else {
      throw SurveyError(
        "cannot take \(count) tiles of \(side)×\(side) pixels; ask for 1 to 100,000 of 16 to 1024")
    }
    let fields = try SeenFields(
      frames, stretch: stretch, of: model, reference: reference, workers: workers, decoder: decoder)
    fields.remarks.forEach(tell)
    let files = try LabelMapFiles(maps)
    let mapped = fields.files.indices.filter {
      !passesOver || files.hasMap(of: fields.files[$0].id)
    }
    guard !mapped.isEmpty else {
      throw SurveyError(
        "cannot find a label map of any of the \(fields.files.count) fields among "
          + "\(maps.joined(separator: ", ")); name maps after their fields, map-\(fields.files[0].id).fits"
      )
    }
    let (area, bands) = (side * side, stretch.bands.count)
    // Which field every tile is of: fields take turns in an order that the seed decides.
    var turns = RandomNumbers.stream(0, seed: seed)
    let order = turns.permutation(of: mapped.count)
    var images = Tensor(zeros: [count, side, side, bands])
    var labels = [UInt8](repeating: LabelMap.none, count: count * area)
    var names = [String](repeating: "", count: count)
    var classes: (names: [String], path: String)?
    for (turn, number) in order.enumerated() {
      let index = mapped[number]
      let slots = Array(stride(from: turn, to: count, by: order.count))
      guard !slots.isEmpty else { continue }
      let image = try fields.image(index)
      let id = fields.files[index].id
      let map = try LabelMap(
        reading: files.path(of: id, isOnly: fields.files.count == 1), on: image.grid,
        decoder: decoder)
      map.remarks.forEach { tell("\($0)") }
      if let known = classes, known.names != map.classes {
        throw SurveyError(
          "cannot learn from \(map.path) and \(known.path) together: their classes are "
            + "\(map.classes.joined(separator: ",")) and \(known.names.joined(separator: ","))")
      }
      classes = (map.classes, map.path)
      var random = RandomNumbers.stream(UInt64(number) + 1, seed: seed)
      let places = try TilePlaces(in: image, count: slots.count, side: side, random: &random) {
        map.labelledShare(x: $0.x, y: $0.y, side: side) >= 0.5
      }
      for (slot, place) in zip(slots, places.places) {
        let strip = image.strip(place.y..<place.y + side)
        images.withUnsafeMutableValues { values in
          let own = slot * area * bands..<(slot + 1) * area * bands
          image.cut(
            strip, from: place.x, side: side,
            into: UnsafeMutableBufferPointer(rebasing: values[own]))
        }
        for y in 0..<side {
          let from = (place.y + y) * map.width + place.x
          labels.replaceSubrange(
            slot * area + y * side..<slot * area + (y + 1) * side,
            with: map.values[from..<from + side])
        }
        names[slot] = "x \(place.x + 1), y \(place.y + 1) of field \(id)"
      }
    }
    self.init(
      images: images, labels: labels, classes: classes?.names ?? LabelMap.usualClasses,
      names: names, side: side)
  }
}

extension FieldImage {
  /// The grid that label maps of the field must lie on.
  package var grid: LabelMap.Grid {
    LabelMap.Grid(name: name, width: width, height: height, wcs: reference.wcs)
  }
}

extension LabelMap {
  /// The share of a square's pixels that have a label.
  func labelledShare(x: Int, y: Int, side: Int) -> Double {
    var count = 0
    for row in y..<y + side {
      count += values[row * width + x..<row * width + x + side].count { $0 != Self.none }
    }
    return Double(count) / Double(side * side)
  }
}
