/// A square of a map, and what is in it.
package struct MapView: Sendable {
  package let x, y: Range<Int>
  package let regions: [Int32]
  /// Places among the classes less the first.
  package let kinds: [UInt8]
  package let sources: Int

  package var width: Int { x.count }
  package var height: Int { y.count }

  package init(of map: StoredMap, around centre: (x: Int, y: Int), size: Int) throws {
    func range(_ middle: Int, _ length: Int) -> Range<Int> {
      let first = max(0, min(middle - size / 2, length - size))
      return first..<min(length, first + size)
    }
    (x, y) = (range(centre.x, map.width), range(centre.y, map.height))
    let classOf = Dictionary(
      map.sources.map { ($0.number, map.classes.firstIndex(of: $0.sourceClass) ?? 0) }
    ) { first, _ in first }
    let artefact = map.classes.firstIndex(of: "artefact")
    var (regions, kinds): ([Int32], [UInt8]) = ([], [])
    for row in y {
      for column in x {
        let place = row * map.width + column
        let number = map.numbers[place]
        // Artefacts outside of sources are one region.
        let isArtefact = number == 0 && artefact != nil && Int(map.values[place]) == artefact
        regions.append(isArtefact ? -1 : number)
        let kind = isArtefact ? artefact ?? 0 : classOf[number] ?? 0
        kinds.append(UInt8(clamping: kind - 1))
      }
    }
    (self.regions, self.kinds) = (regions, kinds)
    sources = Set(regions).count { $0 > 0 }
  }

  package func light(of image: FieldImage, band: Int) -> [Float] {
    var light: [Float] = []
    light.reserveCapacity(width * height)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: image.width) { row in
      for number in y {
        image.light(ofRow: number, band: band, into: row)
        light.append(contentsOf: x.map { row[$0] })
      }
    }
    return light
  }
}
