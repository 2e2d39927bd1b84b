internal import CKernels

/// A 3×3 convolution in steps of two, in tiles of 2×2 small pixels, with 25 products in place of 36.
///
/// Winograd's minimal filtering for steps of two (Yepez & Ko 2020, doi:10.1109/TVLSI.2019.2961602): along
/// an axis the two small pixels of a tile see five big ones, the middle one both. What that costs is sums of
/// pixels before the products and of products after them (`splitBig`, `joinSmall`), or the other way round
/// from small to big (`splitSmall`, `joinBig`). Sums are rounded otherwise than those of `Correlation`, and by
/// little more.
final class TiledConvolution: @unchecked Sendable {
  typealias Size = Convolution.Size

  /// Along an axis, group by group and product by product, the kernel's elements whose weights are added.
  private static let axis: [[[Int]]] = [[[0], [1]], [[0, 2]], [[1], [2]]]

  /// Of every product the kernel's elements whose weights are added to be its own.
  private static let taps: [[Int]] = {
    var taps: [[Int]] = []
    for (rows, columns) in groupAxes {
      for row in rows {
        for column in columns { taps.append(row.flatMap { y in column.map { 3 * y + $0 } }) }
      }
    }
    return taps
  }()
  private static let groupAxes = axis.flatMap { rows in axis.map { (rows, $0) } }
  private static let products = taps.count
  private static let productsOfTap = (0..<9).map { tap in
    (0..<products).filter { taps[$0].contains(tap) }
  }

  /// The products of a tile in groups, whose products are neighbours.
  private struct Group {
    let number: Int
    let products: Range<Int>

    static let all: [Group] = {
      var first = 0
      return groupAxes.enumerated().map { number, axes in
        let count = axes.0.count * axes.1.count
        defer { first += count }
        return Group(number: number, products: first..<first + count)
      }
    }()
  }

  /// Bytes of the tiles of the big image that are worked on at once: what stays in the cache beside weights.
  private static let strip = 262_144

  private let big: Size, small: Size
  private let phase: Int
  /// Channels of the big image that are made from the small one.
  private let made: Int
  private let rows: Int, columns: Int
  /// Rows of tiles that are worked on at once.
  private let stripRows: Int
  private let down: [TiledProduct], up: [TiledProduct]
  private let factors: Buffer, panels: Buffer

  /// nil where it would not be exact or not be worth it: where tiles are not whole, or vectors of channels.
  init?(big: Size, small: Size, kernel: Int, stride: Int, phase: Int, made: Int) {
    guard kernel == 3, stride == 2, big.height == 2 * small.height, big.width == 2 * small.width,
      small.height % 2 == 0, small.width % 2 == 0,
      [big.channels, small.channels, made].allSatisfy({ $0 % 16 == 0 })
    else { return nil }
    (self.big, self.small, self.phase, self.made) = (big, small, phase, made)
    (rows, columns) = (small.height / 2, small.width / 2)
    let bytes = columns * Self.products * big.channels * MemoryLayout<Float>.stride
    let strips = max(1, (rows * bytes + Self.strip - 1) / Self.strip)
    stripRows = (rows + min(strips, rows) - 1) / min(strips, rows)
    var panelsAt = 0
    func product(_ make: (Int) -> TiledProduct) -> TiledProduct {
      let product = make(panelsAt)
      panelsAt += product.panelCount
      return product
    }
    let groups = Group.all.count
    down = Group.all.map { group in
      product {
        TiledProduct(
          inputs: (group.products.lowerBound * big.channels, Self.products * big.channels),
          length: big.channels, runs: group.products.count,
          outputs: (group.number * small.channels, groups * small.channels),
          channels: small.channels, panelsAt: $0)
      }
    }
    up = Group.all.map { group in
      product {
        TiledProduct(
          inputs: (group.number * small.channels, groups * small.channels),
          length: small.channels, runs: 1,
          outputs: (group.products.lowerBound * made, Self.products * made),
          channels: group.products.count * made, panelsAt: $0)
      }
    }
    factors = Buffer(Self.products * big.channels * small.channels)
    panels = Buffer(panelsAt)
  }

  // MARK: Weights

  func pack(_ weights: UnsafePointer<Float>, down isDown: Bool, up isUp: Bool) {
    if isDown {
      setFactors(weights, channels: big.channels)
      for (group, product) in zip(Group.all, down) {
        product.pack(
          factors.values + group.products.lowerBound * big.channels * small.channels,
          strides: (small.channels, 1), into: panels)
      }
    }
    guard isUp else { return }
    if !isDown || made != big.channels { setFactors(weights, channels: made) }
    for (group, product) in zip(Group.all, up) {
      product.pack(
        factors.values + group.products.lowerBound * made * small.channels,
        strides: (1, small.channels), into: panels)
    }
  }

  /// The 25 products' weights, `[product, big channel, small channel]`, of the first of the big channels.
  private func setFactors(_ weights: UnsafePointer<Float>, channels: Int) {
    let count = channels * small.channels
    for product in 0..<Self.products {
      let sum = UnsafeMutableBufferPointer(start: factors.values + product * count, count: count)
      for (term, tap) in Self.taps[product].enumerated() {
        let values = UnsafeBufferPointer(
          start: weights + tap * big.channels * small.channels, count: count)
        if term == 0 {
          _ = sum.update(from: values)
        } else {
          Arrays.add(values, times: 1, to: sum)
        }
      }
    }
  }

  // MARK: Directions

  /// Floats of scratch memory that every direction wants.
  var space: Int { tileSpace + (down.map(\.weighSpace).max() ?? 0) }

  private var tileSpace: Int { bigTiles + stripRows * columns * Group.all.count * small.channels }
  private var bigTiles: Int { stripRows * columns * Self.products * big.channels }

  func bigToSmall(
    _ image: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>, row: Int, finish: Finish?,
    space: UnsafeMutablePointer<Float>
  ) {
    let sums = space + bigTiles
    forEachStrip { first, count in
      splitBig(image, first, count, into: space)
      for product in down { product.run(space, panels, sums, tiles: count * columns) }
      var tiles = tiles(count, of: small, row: row)
      let to = out + 2 * first * row
      guard let finish else { return kernels.joinSmall(&tiles, sums, to, nil) }
      withUnsafePointer(to: finish.description) { kernels.joinSmall(&tiles, sums, to, $0) }
    }
  }

  func smallToBig(
    _ image: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>,
    space: UnsafeMutablePointer<Float>
  ) {
    let inputs = space + bigTiles
    forEachStrip { first, count in
      splitSmall(image, first, count, into: inputs)
      for product in up { product.run(inputs, panels, space, tiles: count * columns) }
      var tiles = tiles(count, of: big, row: big.width * big.channels)
      tiles.channels = made
      kernels.joinBig(&tiles, first, rows, Int32(phase), space, out)
    }
  }

  private func forEachStrip(_ body: (_ first: Int, _ count: Int) -> Void) {
    for first in stride(from: 0, to: rows, by: stripRows) {
      body(first, min(stripRows, rows - first))
    }
  }

  /// - Parameter image: padded.
  private func splitBig(
    _ image: UnsafePointer<Float>, _ first: Int, _ count: Int,
    into out: UnsafeMutablePointer<Float>
  ) {
    let row = (big.width + 2) * big.channels
    var tiles = tiles(count, of: big, row: row)
    kernels.splitBig(&tiles, image + (4 * first + phase) * row + phase * big.channels, out)
  }

  /// - Parameter image: padded.
  private func splitSmall(
    _ image: UnsafePointer<Float>, _ first: Int, _ count: Int,
    into out: UnsafeMutablePointer<Float>
  ) {
    let row = (small.width + 2) * small.channels
    var tiles = tiles(count, of: small, row: row)
    kernels.splitSmall(&tiles, image + (2 * first + 1) * row + small.channels, out)
  }

  /// Some rows of tiles of an image whose own rows lie `row` floats apart.
  private func tiles(_ count: Int, of image: Size, row: Int) -> CKTiles {
    CKTiles(
      rows: count, columns: columns, channels: image.channels, row: row, column: image.channels)
  }

  // MARK: The gradient of the weights

  /// Whether an image has so many tiles that adding to the gradients of 25 products in place of 9 costs less than it saves.
  var isGradientWorthIt: Bool { rows * columns >= 32 }

  /// Floats of a gradient with respect to the 25 products' weights, whose rows are `stride` apart.
  func gradientCount(stride: Int) -> Int { Self.products * big.channels * stride }

  /// The rows of that gradient which are added to be a row of the weights', `[ky, kx, big channel]`.
  func gradientRows(of row: Int) -> [Int] {
    let (tap, channel) = (row / big.channels, row % big.channels)
    return Self.productsOfTap[tap].map { $0 * big.channels + channel }
  }

  /// Adds the gradient of one image, from both padded images.
  func addGradient(
    big: UnsafePointer<Float>, small: UnsafePointer<Float>,
    to gradient: UnsafeMutablePointer<Float>, stride: Int, space: UnsafeMutablePointer<Float>
  ) {
    let outputs = space + bigTiles
    forEachStrip { first, count in
      splitBig(big, first, count, into: space)
      splitSmall(small, first, count, into: outputs)
      for (group, product) in zip(Group.all, down) {
        product.weigh(
          space, outputs, tiles: count * columns,
          gradient + group.products.lowerBound * self.big.channels * stride, stride: stride,
          space: space + tileSpace)
      }
    }
  }
}
