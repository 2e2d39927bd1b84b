import Commands
import Reports
import Testing

@Suite struct FigureWordsTests {
  @Test func anAxisSaysWhatItFollows() {
    let place = (0..<50).map(Double.init)
    let quantities = [
      (name: "MAG", values: place.map { -$0 * $0 }),
      (name: "R50", values: place.map { Double(Int($0) % 7) }),
    ]
    #expect(CodeMap.companion(of: place, among: quantities) == ", follows MAG (ρ = −1.00)")
    #expect(
      CodeMap.companion(of: place, among: [quantities[1]]) == ", follows nothing measured")
    #expect(CodeMap.companion(of: place, among: []) == ", follows nothing measured")
  }

  private func fields(_ count: Int) -> [FoundSources.Field] {
    FoundSources(
      fields: (0..<count).flatMap { field in [String](repeating: "f\(field)", count: 10) },
      magnitudes: (0..<10 * count).map { 18 + Double($0 % 10) / 10 },
      probabilities: (0..<10 * count).map { _ in 0.99 },
      radii: (0..<10 * count).map { Double(6 + $0 / 10) / 10 }
    ).fields
  }

  @Test func everyFieldHasItsRidge() {
    let few = Ridges(fields(2), unit: "″")
    #expect(few.radii == [0.6, 0.7])
    #expect(
      few.sentence
        == "Broken lines: the half-light radius of bright sure stars, field by field: f0 0.6″, f1 0.7″."
    )
    let many = Ridges(fields(8), unit: "″")
    #expect(many.radii == [0.6, 1.3])
    #expect(
      many.sentence?.contains("the smallest and the largest of 8 fields: f0 0.6″, f7 1.3″") == true)
    #expect(Ridges([], unit: "″").sentence == nil)
  }
}
