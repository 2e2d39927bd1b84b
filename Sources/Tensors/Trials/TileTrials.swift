internal import CKernels

extension KernelTrial {
  /// The sums around the products of tiles, of an image of 32×32 pixels of 32 channels and one of 16×16 of 64 (`TiledConvolution`).
  static var tiles: [KernelTrial] {
    let (side, channels) = (8, 32)
    let (width, row) = (4 * side + 2, (4 * side + 2) * channels)
    let big = CKTiles(rows: side, columns: side, channels: channels, row: row, column: channels)
    let small = CKTiles(
      rows: side, columns: side, channels: 2 * channels, row: (2 * side + 2) * 2 * channels,
      column: 2 * channels)
    let count = side * side
    func image() -> Buffer { numbers(width * row) }
    return [
      KernelTrial("big image into tiles") { kernels in
        let (image, tiles) = (image(), Buffer(count * 25 * channels))
        return { withUnsafePointer(to: big) { kernels.splitBig($0, image.values, tiles.values) } }
      },
      KernelTrial("small image into tiles") { kernels in
        let (image, tiles) = (image(), Buffer(count * 18 * channels))
        return {
          withUnsafePointer(to: small) { kernels.splitSmall($0, image.values, tiles.values) }
        }
      },
      KernelTrial("tiles into a small image") { kernels in
        let (tiles, image) = (numbers(count * 18 * channels), image())
        return {
          withUnsafePointer(to: small) { kernels.joinSmall($0, tiles.values, image.values, nil) }
        }
      },
      KernelTrial("tiles into a big image") { kernels in
        let (tiles, image) = (numbers(count * 25 * channels), image())
        return {
          withUnsafePointer(to: big) {
            kernels.joinBig($0, 0, side, 0, tiles.values, image.values)
          }
        }
      },
    ]
  }
}
