internal import FITS

/// Which pixels of the sky a plane has, as far as its header says: planes of one grid belong to one image.
struct PixelGrid: Sendable, Hashable {
  let width, height: Int
  /// CRVAL1, CRVAL2, CRPIX1, CRPIX2; nil where the header has none, as companions often do.
  private let place: [Double]?

  init(shape: [Int], header: Header) {
    (width, height) = (shape[shape.count - 1], shape[shape.count - 2])
    let numbers = ["CRVAL1", "CRVAL2", "CRPIX1", "CRPIX2"].compactMap { header.double($0) }
    place = numbers.count == 4 ? numbers : nil
  }

  /// Whether the header says where on the sky.
  var isPlaced: Bool { place != nil }

  /// Whether both may be pixels of one image.
  func fits(_ other: PixelGrid) -> Bool {
    guard width == other.width, height == other.height else { return false }
    guard let place, let theirs = other.place else { return true }
    return place == theirs
  }
}
