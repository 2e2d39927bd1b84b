import FITS
import Files
import Segments
import Sky
import Tensors
import TestSupport
import Testing

/// Maps of a simulated field, coloured by positions and scores, written and read back.
@Suite struct StoredMapTests {
  @Test func `a map is read as it was written, seen in a square and drawn as outlines`() throws {
    try withTemporaryFolder { folder in
      let set = try SimulatedSet(in: folder)
      let image = try SeenFields([set.frames], workers: .all).image(0)
      let found = try FieldDetection(in: image, workers: .all)
      // The first is a star, the second sharper than any, of the last nothing is known.
      let count = found.positions.count
      #expect(count > 10)
      let positions = Array(found.positions.dropLast())
      let coloured = ColouredSources(
        positions: positions, stars: positions.indices.map { $0 == 0 ? 1 : 0 },
        artefacts: positions.indices.map { $0 == 1 })
      // A cosmic ray on the sky, and one that is most of the third source.
      let sky = try #require(found.numbers.firstIndex(of: 0))
      var isLone = found.numbers.map { $0 == 3 }
      isLone[sky] = true
      let third = try #require(found.numbers.lastIndex(of: 3))
      isLone[third] = false
      let (planes, scored) = coloured.planes(of: image, found, lone: LoneLight(isLone: isLone))
      #expect(scored == count - 1)
      #expect(planes.values[sky] == 3)
      func classes(of number: Int32) -> Set<UInt8> {
        Set(zip(found.numbers, planes.values).filter { $0.0 == number }.map(\.1))
      }
      #expect(classes(of: 1) == [1])
      #expect(classes(of: 2) == [3] && classes(of: 3) == [3])
      #expect(classes(of: Int32(count)) == [2])
      let parted = PartedSources(planes, seeds: found)
      let field = try SegmentedField(image, planes: planes, parted: parted, light: found.light)
      let path = "\(folder)/\(SegmentedField.fileName(of: field.id))"
      try field.write(to: path, cards: Header(), provenance: Provenance(command: "test"))

      let map = try StoredMap(reading: path, "cannot draw it")
      #expect(map.id == field.id && map.classes == ["sky", "star", "galaxy", "artefact"])
      #expect(map.values == planes.values && map.numbers == field.numbers)
      #expect(map.sources.map { Int($0.number) } == field.segments.map(\.number))
      #expect(map.sources.map(\.sourceClass) == field.segments.map(\.sourceClass))

      let view = try MapView(of: map, around: (5, 300), size: 64)
      #expect(view.x == 0..<64 && view.y == 266..<330)
      #expect(view.regions.count == 64 * 64 && view.light(of: image, band: 2).count == 64 * 64)
      #expect(view.regions[0] == map.numbers[266 * map.width])
      #expect(
        view.light(of: image, band: 2)[65] == image.reference.plane.pixels[267 * map.width + 1])

      let text = try ContourText.document(map, provenance: Provenance(command: "test"))
      let lines = text.split(separator: "\n").filter { $0.hasPrefix("polygon(") }
      #expect(lines.count >= map.sources.count)
      #expect(lines.count { $0.contains("tag={star}") } >= 1)
      #expect(text.contains("\nicrs\n"))
      // The corners of a source lie around its place.
      let first = try #require(field.segments.first)
      let line = try #require(lines.first { $0.contains("text={\(first.number)}") })
      let numbers = line.dropFirst(8).prefix { $0 != ")" }.split(separator: ",").compactMap {
        Double($0)
      }
      let (ra, dec) = (
        stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] },
        stride(from: 1, to: numbers.count, by: 2).map { numbers[$0] }
      )
      #expect((ra.min() ?? 0) < first.position.ra && first.position.ra < (ra.max() ?? 0))
      #expect((dec.min() ?? 0) < first.position.dec && first.position.dec < (dec.max() ?? 0))
    }
  }

  @Test func `what is no map is refused`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/other.fits"
      var document = FITSDocument()
      document.add(header: Header())
      try document.write(to: path, provenance: nil)
      #expect(
        sentence { _ = try StoredMap(reading: path, "cannot draw other.fits") }
          == "cannot draw other.fits: it has no CLASS, SEGMENTS and SEGMENT; give a map of galaxy-aep segment"
      )
    }
  }
}
