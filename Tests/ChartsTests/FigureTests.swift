import Charts
import Files
import Foundation
import Testing

/// Laws that hold for every kind of figure; GALAXY_AEP_FIGURES names a folder to keep them in.
@Suite struct FigureTests {
  @Test(arguments: MadeUpFigures.all.indices)
  func everyFigureIsWrittenAndReadBack(index: Int) throws {
    let (name, figure) = MadeUpFigures.all[index]
    let folder = try TemporaryFolder()
    let kept = ProcessInfo.processInfo.environment["GALAXY_AEP_FIGURES"]
    let path = "\(kept ?? folder.path)/\(name).png"
    try figure.writePNG(to: path, provenance: testProvenance)
    let picture = try Picture.readPNG(path)
    #expect(picture.width == Int(figure.size.width.rounded(.up)))
    #expect(picture.height == Int(figure.size.height.rounded(.up)))
    #expect(try picture == figure.picture())
    // Nothing touches the edge of the figure: its outermost two pixels stay white.
    #expect(Self.edgeIsWhite(picture), "\(name) draws up to its edge")
  }

  static func edgeIsWhite(_ picture: Picture) -> Bool {
    for row in 0..<picture.height {
      for column in 0..<picture.width
      where row < 2 || column < 2 || row >= picture.height - 2 || column >= picture.width - 2 {
        let start = 3 * (row * picture.width + column)
        if picture.bytes[start..<start + 3] != [255, 255, 255] { return false }
      }
    }
    return true
  }

  @Test func theSameFigureIsTheSameBytes() throws {
    let folder = try TemporaryFolder()
    for (name, figure) in MadeUpFigures.losses + MadeUpFigures.rocs.prefix(1)
      + MadeUpFigures.mosaics
    {
      for format in ["png", "svg", "pdf"] {
        let paths = ["one", "two"].map { "\(folder.path)/\(name)-\($0).\(format)" }
        for path in paths { try figure.write(to: path, provenance: testProvenance) }
        let bytes = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        #expect(bytes[0] == bytes[1], "\(name).\(format)")
        #expect(!bytes[0].isEmpty)
      }
    }
  }

  @Test func twiceTheScaleIsTwiceThePixels() throws {
    let folder = try TemporaryFolder()
    let figure = MadeUpFigures.losses[0].1
    try figure.writePNG(to: folder.path + "/2.png", provenance: testProvenance, scale: 2)
    let picture = try Picture.readPNG(folder.path + "/2.png")
    #expect(picture.width == 2 * Int(figure.size.width))
    #expect(picture.height == 2 * Int(figure.size.height))
  }

  @Test func vectorFormatsSayWhereTheyComeFrom() throws {
    let folder = try TemporaryFolder()
    let figure = MadeUpFigures.losses[0].1
    try figure.write(to: folder.path + "/a.svg", provenance: testProvenance)
    let svg = try String(contentsOfFile: folder.path + "/a.svg", encoding: .utf8)
    #expect(svg.contains("<desc>Software: galaxy-aep test\nCommand: galaxy-aep plot roc"))
    try figure.write(to: folder.path + "/a.PDF", provenance: testProvenance)
    let pdf = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/a.PDF"))
    #expect(pdf.starts(with: Data("%PDF-".utf8)))
    #expect(pdf.range(of: Data("/CreationDate".utf8)) == nil)
  }

  @Test func errorsSayWhatToDo() {
    let figure = LossChart(title: "", training: [1], validation: [])
    #expect(
      message { try figure.writePNG(to: "/nowhere/at/all.png", provenance: testProvenance) }
        == "cannot create /nowhere/at/all.png: No such file or directory; create its folder first")
    #expect(
      message { try figure.write(to: "loss.gif", provenance: testProvenance) }
        == "cannot write the figure loss.gif: its name must end in .png, .svg or .pdf")
    #expect(
      message { try figure.writePNG(to: "/tmp/a.png", provenance: testProvenance, scale: 1000) }
        == "cannot write the figure /tmp/a.png: it would be 720\u{2009}000 × 453\u{2009}000 pixels, more than a picture may"
        + " have; draw fewer parts or use a smaller scale")
  }
}

/// The text of the `ChartError` that `body` throws.
func message(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return (error as? ChartError)?.description
  }
}
