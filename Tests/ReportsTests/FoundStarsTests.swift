import Reports
import Testing

@Suite struct FoundStarsTests {
  @Test func setsOfAFieldAddUp() {
    let stars = FoundStars(rows: [
      .init(field: "b", injected: 250, found: 200), .init(field: "a", injected: 100, found: 50),
      .init(field: "b", injected: 250, found: 150),
    ])
    #expect(
      stars.rows == [
        .init(field: "a", injected: 100, found: 50), .init(field: "b", injected: 500, found: 350),
      ])
    let page = stars.html
    #expect(page.contains(">500</td><td class=\"n\">350</td><td class=\"n\">0.700</td>"))
    #expect(page.contains("all fields</td><td class=\"n\">600</td><td class=\"n\">400</td>"))
    #expect(FoundStars(rows: []).html.isEmpty)
  }

  @Test func placesOnTheMapAreWholeNumbersOverTheMiddle() {
    #expect(CodeMapSection.thousandths([0, 5, 10]) == [0, 500, 1000])
    #expect(CodeMapSection.thousandths([3, 3]) == [500, 500])
    #expect(CodeMapSection.thousandths([]).isEmpty)
    #expect(CodeMapSection.thousandths([0, .nan, 1]) == [0, 0, 1000])
    let many = CodeMapSection.thousandths((0..<1000).map(Double.init) + [1e9])
    #expect(many[1000] == 1000 && many[500] > 400 && many[500] < 600)
  }
}
