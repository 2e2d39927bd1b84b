internal import Labels
internal import Segments
internal import Tensors

/// Tiles side by side in memory, as they are cut.
struct TileStack {
  /// `[n, y, x, band]`, stretched.
  private(set) var images = Tensor(zeros: [0])
  /// `[n, y, x]`; 255: none.
  private(set) var labels: [UInt8] = []
  let side, bands: Int

  init(side: Int, bands: Int) { (self.side, self.bands) = (side, bands) }

  /// Makes room, once it is known that there are so many.
  mutating func reserve(_ count: Int) {
    images = Tensor(zeros: [count, side, side, bands])
    labels = [UInt8](repeating: LabelMap.none, count: count * side * side)
  }

  /// Cuts a tile out of an image and its map.
  mutating func cut(
    _ place: TilePlaces.Place, of image: FieldImage, _ map: LabelMap, into slot: Int
  ) {
    let area = side * side
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
        slot * area + y * side..<slot * area + (y + 1) * side, with: map.values[from..<from + side])
    }
  }
}
