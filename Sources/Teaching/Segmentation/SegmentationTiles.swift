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
  package let places: [Place]
  package let side: Int

  package struct Place: Sendable, Equatable {
    package let field: String
    /// The first pixel, from 0.
    package let x, y: Int

    package init(field: String, x: Int, y: Int) { (self.field, self.x, self.y) = (field, x, y) }

    /// "x 128, y 640 of field 003918-3-0213": the first pixel, from 1.
    package var name: String { "x \(x + 1), y \(y + 1) of field \(field)" }
  }

  package init(images: Tensor, labels: [UInt8], classes: [String], places: [Place], side: Int) {
    precondition(images.shape.count == 4 && images.shape[0] == places.count)
    precondition(labels.count == places.count * side * side)
    (self.images, self.labels, self.classes) = (images, labels, classes)
    (self.places, self.side) = (places, side)
  }

  /// - Parameters:
  ///   - frames: files or folders; maps: label maps, found by their fields' names.
  ///   - model: whose stretch it is, named in errors.
  ///   - others: maps of another kind; fields that have one of these alone are passed over, and not refused.
  ///   - taken: no tile shares a pixel with these.
  ///   - count: how many tiles of all fields together.
  ///   - tell: is told what a user should know though the work goes on.
  package init(
    frames: [String], maps: [String], besides others: [String] = [],
    keepingOff taken: SegmentationTiles? = nil, stretch: Stretch, of model: String = "the model",
    reference: String? = nil, count: Int, side: Int = 128,
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
    let names = fields.files.map(\.id)
    var maps = try FieldMaps(maps, besides: others, of: names, decoder: decoder)
    // Which field every tile is of: fields take turns in an order that the seed decides.
    var turns = RandomNumbers.stream(0, seed: seed)
    let order = turns.permutation(of: maps.fields.count)
    var stack = TileStack(side: side, bands: stretch.bands.count)
    var places: [Place?] = []
    for (turn, number) in order.enumerated() {
      let slots = Array(stride(from: turn, to: count, by: order.count))
      guard !slots.isEmpty else { break }
      let index = maps.fields[number]
      let (image, id) = (try fields.image(index), names[index])
      let map = try maps.map(of: index, on: image.grid)
      map.remarks.forEach { tell("\($0)") }
      var random = RandomNumbers.stream(UInt64(number) + 1, seed: seed)
      let own = try TilePlaces(in: image, count: slots.count, side: side, random: &random) {
        place in
        map.labelledShare(x: place.x, y: place.y, side: side) >= 0.5
          && taken?.shares(Place(field: id, x: place.x, y: place.y), side: side) != true
      }
      if turn == 0 {
        // The first field has most of them, and has room.
        stack.reserve(count)
        places = [Place?](repeating: nil, count: count)
      }
      for (slot, place) in zip(slots, own.places) {
        stack.cut(place, of: image, map, into: slot)
        places[slot] = Place(field: id, x: place.x, y: place.y)
      }
    }
    self.init(
      images: stack.images, labels: stack.labels, classes: maps.classes,
      places: places.compactMap(\.self), side: side)
  }

  /// Whether a square has a pixel of one of the tiles.
  private func shares(_ place: Place, side: Int) -> Bool {
    places.contains {
      $0.field == place.field && place.x < $0.x + self.side && $0.x < place.x + side
        && place.y < $0.y + self.side && $0.y < place.y + side
    }
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
