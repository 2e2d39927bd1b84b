internal import FITS
internal import Files
internal import Foundation

/// A canvas and its files.
struct CanvasSheet {
  let canvas: DigitCanvas
  let name: String
  /// Where it lies on its sky.
  let place: Header

  init(_ canvas: DigitCanvas, name: String, seed: UInt64, number: Int) {
    (self.canvas, self.name) = (canvas, name)
    var place = Header()
    let middle = Double(canvas.side + 1) / 2
    place.set("CTYPE1", .string("RA---TAN"), comment: "made up")
    place.set("CTYPE2", .string("DEC--TAN"), comment: "made up")
    // A tenth of a degree from one canvas to the next, row by row of a degree.
    place.set("CRVAL1", .double(10 + 0.1 * Double(number % 1000)), comment: "degrees")
    place.set("CRVAL2", .double(0.1 * Double(number / 1000)), comment: "degrees")
    place.set("CRPIX1", .double(middle), comment: "the middle")
    place.set("CRPIX2", .double(middle), comment: "the middle")
    place.set("CDELT1", .double(-1 / 3600.0), comment: "a pixel is an arcsecond")
    place.set("CDELT2", .double(1 / 3600.0), comment: "a pixel is an arcsecond")
    self.place = place
  }

  private var shape: [Int] { [canvas.side, canvas.side] }

  func writeFrame(to path: String, _ provenance: Provenance) throws {
    var header = place
    header.set("FILTER", .string(CanvasIngestion.band), comment: "the only band")
    header.set("OBJECT", .string(name), comment: "digits over each other")
    var document = FITSDocument()
    document.add(imageShape: shape, header: header) { row, pixels in
      _ = pixels.update(
        fromContentsOf: canvas.light[row * pixels.count..<(row + 1) * pixels.count])
    }
    try document.write(to: path, provenance: provenance)
  }

  /// CLASS (0 background, the digit and 1), SEGMENTS (the digit's number on its canvas) and SOURCES.
  func writeLabels(_ values: [UInt8], to path: String, _ provenance: Provenance) throws {
    let names = ["background"] + (0...9).map { "digit \($0)" }
    let meaning = canvas.placed.map { values[$0.image] }
    let classes = canvas.owners.map { $0 == 0 ? 0 : meaning[Int($0) - 1] + 1 }
    var head = Header()
    head.set("FIELD", .string(name), comment: "what is mapped")
    func header(_ more: (inout Header) -> Void) -> Header {
      var header = head
      for card in place.cards { header.append(card) }
      more(&header)
      return header
    }
    var document = FITSDocument()
    document.add(header: head)
    document.add(
      SmallImage(shape: shape, .bytes(classes)),
      header: header {
        $0.set(
          "CLASSES", .string(names.joined(separator: ",")), comment: "names of 0, 1, 2 and so on")
      }, name: "CLASS")
    document.add(integers: canvas.owners, shape: shape, header: header { _ in }, name: "SEGMENTS")
    document.add(try sources(meaning, names), name: "SOURCES")
    try document.write(to: path, provenance: provenance)
  }

  private func sources(_ meaning: [UInt8], _ names: [String]) throws -> Table {
    let wcs = try WCS(header: place)
    let half = Double(canvas.digitSize - 1) / 2
    let sky = try wcs.sky(
      x: canvas.placed.map { Double($0.x) + half }, y: canvas.placed.map { Double($0.y) + half })
    var light = [Double](repeating: 0, count: canvas.placed.count)
    for (place, owner) in canvas.owners.enumerated() where owner > 0 {
      light[Int(owner) - 1] += Double(canvas.light[place])
    }
    return Table([
      Column(
        name: "NUMBER", values: .int32(canvas.placed.indices.map { Int32(clamping: $0 + 1) })),
      Column(name: "RA", unit: "deg", values: .double(sky.map(\.ra))),
      Column(name: "DEC", unit: "deg", values: .double(sky.map(\.dec))),
      Column(name: "CLASS", values: .string(meaning.map { names[Int($0) + 1] })),
      Column(
        name: "MAG", unit: "mag", description: "22.5 − 2.5 lg of its pixels' light",
        values: .double(light.map { $0 > 0 ? 22.5 - 2.5 * log10($0) : 99 })),
    ])
  }
}
