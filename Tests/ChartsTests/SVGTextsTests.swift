import Charts
import Foundation
import Testing

/// In an SVG a text is a text, where and as it is drawn in a PNG.
@Suite struct SVGTextsTests {
  private struct Lettered: Figure {
    let size = FigureSize(width: 200, height: 100)

    func draw(on canvas: borrowing Canvas) {
      canvas.text("a < b & \"c\"", x: 10, y: 20, Lettering(size: 12))
      canvas.text("centre", x: 100, y: 50, .title, Anchor(.centre, .middle))
      canvas.text("up", x: 30, y: 90, .note, Anchor(.right, .baseline), rotated: true)
      canvas.text("", x: 0, y: 0, .note)
      canvas.fill(Box(x: 0, y: 60, width: 10, height: 10), .orange)
      canvas.text("over data", x: 12.25, y: 70, .tick, halo: true)
    }
  }

  private func svg(_ figure: some Figure, _ ground: Ground = .light) throws -> String {
    let folder = try TemporaryFolder()
    try figure.writeSVG(to: folder.path + "/a.svg", provenance: testProvenance, ground: ground)
    return try String(contentsOfFile: folder.path + "/a.svg", encoding: .utf8)
  }

  private func texts(_ svg: String) -> [String] {
    svg.matches(of: /<text .*?<\/text>/).map { String($0.0) }
  }

  @Test func everyTextCanBeEdited() throws {
    let font = "font-family=\"DejaVu Sans, Verdana, sans-serif\""
    #expect(
      texts(try svg(Lettered())) == [
        "<text x=\"10\" y=\"20\" \(font) font-size=\"12\" fill=\"#1a1a1a\" xml:space=\"preserve\">"
          + "a &lt; b &amp; \"c\"</text>",
        // The middle of capitals of 16 is 0.365 of that above the baseline.
        "<text x=\"100\" y=\"55.84\" text-anchor=\"middle\" \(font) font-size=\"16\" font-weight=\"bold\" "
          + "fill=\"#1a1a1a\" xml:space=\"preserve\">centre</text>",
        "<text x=\"30\" y=\"90\" transform=\"rotate(-90 30 90)\" text-anchor=\"end\" \(font) font-size=\"11.5\" "
          + "fill=\"#555555\" xml:space=\"preserve\">up</text>",
        "<text x=\"12.25\" y=\"70\" \(font) font-size=\"12\" fill=\"#1a1a1a\" stroke=\"#ffffff\" "
          + "stroke-opacity=\"0.85\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\" "
          + "xml:space=\"preserve\">over data</text>",
      ])
  }

  /// Later drawings lie over earlier ones, texts among them.
  @Test func textsKeepTheirDepth() throws {
    let document = try svg(Lettered())
    let orange = try #require(document.firstRange(of: "<path", after: "up</text>"))
    let over = try #require(document.firstRange(of: "over data"))
    #expect(orange.lowerBound < over.lowerBound)
    #expect(!document.contains("stroke-miterlimit:1000000") && !document.contains("<symbol"))
  }

  /// On a dark ground ink is light.
  @Test func textsTakeTheGroundsColours() throws {
    let dark = texts(try svg(Lettered(), .dark))
    #expect(dark.count == 4 && dark.allSatisfy { !$0.contains("#1a1a1a") })
  }

  @Test func everyFigureKeepsItsTexts() throws {
    for (name, figure) in MadeUpFigures.losses + MadeUpFigures.rocs.prefix(1)
      + MadeUpFigures.mosaics
    {
      let document = try svg(figure)
      #expect(!texts(document).isEmpty, "\(name)")
      // A letter that was drawn would be a symbol that is used.
      #expect(!document.contains("<symbol") && !document.contains("glyph"), "\(name)")
    }
  }
}

extension String {
  fileprivate func firstRange(of text: String, after other: String) -> Range<Index>? {
    firstRange(of: other).flatMap { self[$0.upperBound...].firstRange(of: text) }
  }
}
