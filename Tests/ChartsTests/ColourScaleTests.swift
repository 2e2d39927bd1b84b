import Charts
import Testing

@Suite struct ColourScaleTests {
  @Test func brightnessOnlyRises() {
    func brightness(_ colour: Colour) -> Double {
      0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue
    }
    let steps = (0...100).map { brightness(ColourScale.colour(Double($0) / 100)) }
    for (one, two) in zip(steps, steps.dropFirst()) { #expect(two > one) }
  }

  @Test func beyondTheEndsAreTheEnds() {
    #expect(ColourScale.colour(-3) == ColourScale.colour(0))
    #expect(ColourScale.colour(.infinity) == ColourScale.colour(1))
    #expect(ColourScale.colour(.nan) == ColourScale.colour(0))
  }
}
