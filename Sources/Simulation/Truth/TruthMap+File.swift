internal import FITS
package import Files

extension TruthMap {
  /// Writes CLASS, SEGMENTS and a table of the sources that own pixels.
  package func write(to path: String, _ provenance: Provenance?) throws {
    let shape = [field.settings.height, field.settings.width]
    var head = Header()
    head.set("FIELD", .string(field.name), comment: "what is mapped")
    head.set("BAND", .string(band), comment: "whose pixels these are")
    var classHeader = head
    classHeader.set(
      "CLASSES", .string(Self.names.joined(separator: ",")), comment: "names of 0, 1, 2, 3")
    classHeader.add(comment: "255: no class, as the reference band shows nothing there.")
    coordinates.write(to: &classHeader)
    var segmentHeader = head
    segmentHeader.add(
      comment: "The number of the source as truth.csv has it at the end of id; 0: none.")
    coordinates.write(to: &segmentHeader)
    var document = FITSDocument()
    document.add(header: head)
    document.add(SmallImage(shape: shape, .bytes(classes)), header: classHeader, name: "CLASS")
    document.add(integers: segments, shape: shape, header: segmentHeader, name: "SEGMENTS")
    document.add(try sources(), name: "SOURCES")
    try document.write(to: path, provenance: provenance)
  }

  /// A row for every source that owns a pixel, by its number.
  private func sources() throws -> Table {
    var areas: [Int32: Int32] = [:]
    for number in segments where number > 0 { areas[number, default: 0] += 1 }
    let shown = field.sources.filter { areas[Int32(clamping: $0.number)] != nil }
    let places = try WCS(header: coordinates.header).pixels(
      ra: shown.map(\.ra), dec: shown.map(\.dec))
    return Table([
      Column(name: "NUMBER", values: .int32(shown.map { Int32(clamping: $0.number) })),
      Column(name: "ID", values: .string(shown.map { "\(field.name)-\($0.number)" })),
      Column(name: "RA", unit: "deg", values: .double(shown.map(\.ra))),
      Column(name: "DEC", unit: "deg", values: .double(shown.map(\.dec))),
      Column(
        name: "X", unit: "pixel", description: "from 1", values: .double(places.x.map { $0 + 1 })),
      Column(
        name: "Y", unit: "pixel", description: "from 1", values: .double(places.y.map { $0 + 1 })),
      Column(name: "CLASS", values: .string(shown.map { $0.isStar ? "star" : "galaxy" })),
      Column(
        name: "MAG", unit: "mag", description: "AB, in r",
        values: .double(shown.map { $0.magnitude(2) })),
      Column(
        name: "AREA", unit: "pixel",
        values: .int32(shown.map { areas[Int32(clamping: $0.number)] ?? 0 })),
    ])
  }
}
