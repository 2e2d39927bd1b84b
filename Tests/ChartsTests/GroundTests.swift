import Charts
import Foundation
import Testing

/// What a figure keeps on a dark ground.
@Suite struct GroundTests {
  @Test(arguments: MadeUpFigures.all.indices)
  func everyFigureIsSafeOnADarkPage(index: Int) throws {
    let (name, figure) = MadeUpFigures.all[index]
    let (light, dark) = (try figure.picture(), try figure.picture(ground: .dark))
    #expect(light.width == dark.width && light.height == dark.height, "\(name)")
    // The ground itself, opaque in both.
    #expect(Array(light.bytes.prefix(3)) == [255, 255, 255], "\(name)")
    #expect(dark.bytes.prefix(3).allSatisfy { $0 == 23 }, "\(name)")
    #expect(light != dark)
  }

  @Test func theGroundIsPartOfEveryFormat() throws {
    let folder = try TemporaryFolder()
    let figure = MadeUpFigures.losses[0].1
    for format in ["png", "svg", "pdf"] {
      let paths = ["light", "dark"].map { "\(folder.path)/\($0).\(format)" }
      try figure.write(to: paths[0], provenance: testProvenance)
      try figure.write(to: paths[1], provenance: testProvenance, ground: .dark)
      let bytes = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      #expect(bytes[0] != bytes[1], "\(format)")
    }
  }

  /// Every colour of the palette stands out from the dark ground by 3 to 1 (WCAG 2, 1.4.11).
  @Test func noColourDrownsInTheDark() {
    let paper = Ground.dark.shown(Colour(hex: 0xFFFFFF)).luminance
    let scale = (0...20).map { ColourScale.colour(Double($0) / 20) }
    for colour in Colour.series + (0..<18).map(Colour.category) + scale {
      let shown = Ground.dark.shown(colour)
      #expect((shown.luminance + 0.05) / (paper + 0.05) > 2.99, "\(colour)")
      #expect(shown.opacity == colour.opacity)
      #expect(Ground.light.shown(colour) == colour)
    }
  }

  @Test func greysChangePlacesInOrder() {
    let greys = (0...10).map { Double($0) / 10 }
    let shown = greys.map { Ground.dark.shown(Colour(red: $0, green: $0, blue: $0)).luminance }
    #expect(zip(shown, shown.dropFirst()).allSatisfy { $0 > $1 })
  }

  /// A scale stays in order: what was brighter is not darker.
  @Test func scalesStayInOrder() {
    let shown = (0...50).map {
      Ground.dark.shown(ColourScale.colour(Double($0) / 50)).luminance
    }
    #expect(zip(shown, shown.dropFirst()).allSatisfy { $0 <= $1 + 1e-9 })
  }
}
