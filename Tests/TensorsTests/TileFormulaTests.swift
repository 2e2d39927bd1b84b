import CKernels
import Tensors
import Testing

/// The sums of pixels and of products around a correlation by tiles, of every instruction set, against their formulas.
@Suite struct TileFormulaTests {
  /// Where product (i, j) of a tile lies, i and j from 0 to 4.
  private static let places: [[Int]] = {
    let groups = [[0, 1], [2], [3, 4]]
    var places = [[Int]](repeating: [Int](repeating: 0, count: 5), count: 5)
    var next = 0
    for rows in groups {
      for columns in groups {
        for i in rows {
          for j in columns {
            places[i][j] = next
            next += 1
          }
        }
      }
    }
    return places
  }()

  /// Of what pixels a factor is made along an axis.
  private static func pixels(of place: Int) -> [(offset: Int, sign: Float)] {
    switch place {
    case 0: [(0, 1), (2, -1)]
    case 4: [(4, 1), (2, -1)]
    default: [(place, 1)]
    }
  }

  private struct Shape {
    let rows, columns, channels, used: Int

    init(_ numbers: inout RandomNumbers) {
      rows = 1 + numbers.integer(below: 4)
      columns = 1 + numbers.integer(below: 4)
      channels = 16 * (1 + numbers.integer(below: 3))
      used = 16 * (1 + numbers.integer(below: channels / 16))
    }

    /// - Parameter pixels: of the image, along a row.
    func description(pixels: Int) -> CKTiles {
      CKTiles(
        rows: rows, columns: columns, channels: used, row: pixels * channels, column: channels)
    }
  }

  @Test func `big pixels are split into the factors of 25 products`() {
    var numbers = RandomNumbers(seed: 41)
    for round in 0..<20 {
      let shape = Shape(&numbers)
      let width = 4 * shape.columns + 1
      let image = numbers.edgeNumbers((4 * shape.rows + 1) * width * shape.channels, largest: 1e6)
      var wanted: [Rounded] = []
      for tile in 0..<shape.rows * shape.columns {
        var products = [Rounded](repeating: Rounded(0), count: 25 * shape.used)
        for i in 0..<5 {
          for j in 0..<5 {
            for c in 0..<shape.used {
              func pixel(_ y: Int, _ x: Int) -> Rounded {
                let (row, column) = (
                  4 * (tile / shape.columns) + y, 4 * (tile % shape.columns) + x
                )
                return Rounded(image[(row * width + column) * shape.channels + c])
              }
              let terms = Self.pixels(of: i).flatMap { y in
                Self.pixels(of: j).map { x in
                  y.sign * x.sign > 0 ? pixel(y.offset, x.offset) : -pixel(y.offset, x.offset)
                }
              }
              products[Self.places[i][j] * shape.used + c] = Rounded(sum: terms)
            }
          }
        }
        wanted += products
      }
      for (name, kernels) in KernelSets.all {
        let from = OffsetFloats(image, offset: round % 16)
        let tiles = OffsetFloats(
          [Float](repeating: 7, count: wanted.count), offset: (3 * round) % 16)
        var description = shape.description(pixels: width)
        kernels.splitBig(&description, from.values, tiles.values)
        withExtendedLifetime(from) {}
        #expect(Rounded.firstMiss(wanted, tiles.numbers) == nil, "\(name)")
        #expect(tiles.areGuardsIntact, "\(name)")
      }
    }
  }

  /// ⟨split x, t⟩ = ⟨x, join t⟩: big pixels get from the 25 products what they gave to them. The tiles come in two strips.
  @Test(arguments: [0, 1]) func `big pixels are joined of 25 products`(phase: Int) {
    var numbers = RandomNumbers(seed: 42)
    for round in 0..<20 {
      let shape = Shape(&numbers)
      let (height, width) = (4 * shape.rows, 4 * shape.columns)
      // Whole numbers, whose sums are exact.
      func whole(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float(numbers.integer(below: 2001) - 1000) }
      }
      let tiles = whole(shape.rows * shape.columns * 25 * shape.used)
      var wanted = [Float](repeating: 0, count: height * width * shape.channels)
      for tile in 0..<shape.rows * shape.columns {
        for i in 0..<5 {
          for j in 0..<5 {
            for (dy, signY) in Self.pixels(of: i) {
              for (dx, signX) in Self.pixels(of: j) {
                let y = 4 * (tile / shape.columns) + dy + phase - 1
                let x = 4 * (tile % shape.columns) + dx + phase - 1
                guard 0..<height ~= y, 0..<width ~= x else { continue }
                for c in 0..<shape.used {
                  let term = tiles[(tile * 25 + Self.places[i][j]) * shape.used + c]
                  wanted[(y * width + x) * shape.channels + c] += signY * signX * term
                }
              }
            }
          }
        }
      }
      let first = shape.rows / 2
      for (name, kernels) in KernelSets.all {
        let image = OffsetFloats(
          [Float](repeating: 7, count: wanted.count), offset: (3 * round) % 16)
        let from = OffsetFloats(tiles, offset: round % 16)
        for rows in [0..<first, first..<shape.rows] {
          var description = shape.description(pixels: width)
          description.rows = rows.count
          kernels.joinBig(
            &description, rows.lowerBound, shape.rows, Int32(phase),
            from.values + rows.lowerBound * shape.columns * 25 * shape.used, image.values)
        }
        withExtendedLifetime(from) {}
        let found = image.numbers
        #expect(
          found.indices.allSatisfy {
            found[$0] == ($0 % shape.channels < shape.used ? wanted[$0] : 7)
          }, "\(name)")
        #expect(image.areGuardsIntact, "\(name)")
      }
    }
  }

  @Test func `small pixels are given to groups and made of them`() {
    var numbers = RandomNumbers(seed: 43)
    for round in 0..<20 {
      let shape = Shape(&numbers)
      let (height, width) = (2 * shape.rows, 2 * shape.columns)
      let count = height * width * shape.channels
      let image = (0..<count).map { _ in Float(numbers.integer(below: 2001) - 1000) }
      let sums = (0..<shape.rows * shape.columns * 9 * shape.used).map { _ in
        Float(numbers.integer(below: 2001) - 1000)
      }
      var (groups, pixels) = (
        [Float](repeating: 0, count: sums.count), [Float](repeating: 7, count: count)
      )
      for tile in 0..<shape.rows * shape.columns {
        for pixel in 0..<4 {
          let (y, x) = (pixel / 2, pixel % 2)
          let at = (2 * (tile / shape.columns) + y) * width + 2 * (tile % shape.columns) + x
          for c in 0..<shape.used { pixels[at * shape.channels + c] = 0 }
          for row in [2 * y, 1] {
            for column in [2 * x, 1] {
              for c in 0..<shape.used {
                let group = (tile * 9 + 3 * row + column) * shape.used + c
                groups[group] += image[at * shape.channels + c]
                pixels[at * shape.channels + c] += sums[group]
              }
            }
          }
        }
      }
      for (name, kernels) in KernelSets.all {
        var description = shape.description(pixels: width)
        let from = OffsetFloats(image, offset: round % 16)
        let split = OffsetFloats([Float](repeating: 7, count: groups.count), offset: round % 8)
        kernels.splitSmall(&description, from.values, split.values)
        #expect(split.numbers == groups && split.areGuardsIntact, "\(name)")
        let joined = OffsetFloats([Float](repeating: 7, count: count), offset: round % 16)
        let given = OffsetFloats(sums, offset: round % 7)
        kernels.joinSmall(&description, given.values, joined.values, nil)
        withExtendedLifetime((from, given)) {}
        #expect(joined.numbers == pixels && joined.areGuardsIntact, "\(name)")
      }
    }
  }
}
