/// Which source every pixel of a field belongs to, by the classes of its pixels and by how light is parted.
///
/// SEP's sources, parted as SExtractor parts them (Bertin & Arnouts 1996), are the seeds: what the classes call a
/// source keeps SEP's number. Pixels of sources that SEP gives to nobody are flooded from the brightest neighbour
/// downwards (Meyer's watershed); where they touch no seed they are sources of their own. What the classes call
/// sky belongs to nobody. Artefacts within a source, as a saturated core, stay with it.
package struct PartedSources: Sendable {
  /// `[y, x]`: from 1; 0: none.
  package let numbers: [Int32]
  package let count: Int

  /// The fewest pixels of a source.
  package static let leastArea = 5

  package init(_ planes: ClassPlanes, seeds: FieldDetection) {
    self.init(
      isSource: Self.mask(planes) { planes.sourceClasses.contains(Int($0)) },
      isArtefact: Self.mask(planes) {
        planes.classes.indices.contains(Int($0)) && planes.classes[Int($0)] == "artefact"
      },
      seeds: seeds.numbers, light: seeds.light, width: planes.width)
  }

  private static func mask(_ planes: ClassPlanes, _ isPart: (UInt8) -> Bool) -> [Bool] {
    let table = (0...255).map { isPart(UInt8(clamping: $0)) }
    return planes.values.map { table[Int($0)] }
  }

  package init(
    isSource: [Bool], isArtefact: [Bool], seeds: [Int32], light: [Float], width: Int
  ) {
    let count = isSource.count
    var areas: [Int32: Int] = [:]
    for place in 0..<count where seeds[place] > 0 && isSource[place] {
      areas[seeds[place], default: 0] += 1
    }
    var numbers = [Int32](repeating: 0, count: count)
    for place in 0..<count where seeds[place] > 0 && (isSource[place] || isArtefact[place]) {
      if areas[seeds[place], default: 0] >= Self.leastArea { numbers[place] = seeds[place] }
    }
    let grid = Grid(width: width, count: count)
    Self.flood(&numbers, isSource, light, grid)
    Self.addIslands(&numbers, isSource, grid)
    (self.numbers, self.count) = Self.renumbered(numbers)
  }

  /// Four neighbours of a place.
  private struct Grid {
    let width, count: Int

    func forEachNeighbour(of place: Int, _ body: (Int) -> Void) {
      let x = place % width
      if x > 0 { body(place - 1) }
      if x < width - 1 { body(place + 1) }
      if place >= width { body(place - width) }
      if place + width < count { body(place + width) }
    }
  }

  private static func flood(
    _ numbers: inout [Int32], _ isSource: [Bool], _ light: [Float], _ grid: Grid
  ) {
    var queue = BrightestFirst()
    func push(around place: Int, _ numbers: [Int32], _ queue: inout BrightestFirst) {
      var found: [Int] = []
      grid.forEachNeighbour(of: place) { if isSource[$0], numbers[$0] == 0 { found.append($0) } }
      for neighbour in found {
        let own = light[neighbour]
        queue.push(
          .init(light: own.isFinite ? own : -.infinity, place: neighbour, number: numbers[place]))
      }
    }
    for place in numbers.indices where numbers[place] > 0 { push(around: place, numbers, &queue) }
    while let next = queue.pop() {
      guard numbers[next.place] == 0 else { continue }
      numbers[next.place] = next.number
      push(around: next.place, numbers, &queue)
    }
  }

  private static func addIslands(_ numbers: inout [Int32], _ isSource: [Bool], _ grid: Grid) {
    var last = numbers.max() ?? 0
    var isSeen = [Bool](repeating: false, count: numbers.count)
    for start in numbers.indices where isSource[start] && numbers[start] == 0 && !isSeen[start] {
      var (island, next) = ([start], 0)
      isSeen[start] = true
      while next < island.count {
        grid.forEachNeighbour(of: island[next]) { place in
          if isSource[place], numbers[place] == 0, !isSeen[place] {
            isSeen[place] = true
            island.append(place)
          }
        }
        next += 1
      }
      guard island.count >= leastArea else { continue }
      last += 1
      for place in island { numbers[place] = last }
    }
  }

  /// Numbers from 1 without gaps, in the order in which they come.
  private static func renumbered(_ numbers: [Int32]) -> ([Int32], Int) {
    var names: [Int32: Int32] = [:]
    let result = numbers.map { number -> Int32 in
      guard number > 0 else { return 0 }
      if let known = names[number] { return known }
      let new = Int32(clamping: names.count + 1)
      names[number] = new
      return new
    }
    return (result, names.count)
  }
}

/// A queue that hands out the brightest pixel; of equally bright ones the first in the image.
private struct BrightestFirst {
  struct Entry {
    let light: Float
    let place: Int
    let number: Int32

    func isBefore(_ other: Entry) -> Bool {
      light != other.light ? light > other.light : (place, number) < (other.place, other.number)
    }
  }

  private var heap: [Entry] = []

  mutating func push(_ entry: Entry) {
    heap.append(entry)
    var child = heap.count - 1
    while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Entry? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].isBefore(heap[best]) { best = child }
      }
      guard best != parent else { return first }
      heap.swapAt(parent, best)
      parent = best
    }
  }
}
