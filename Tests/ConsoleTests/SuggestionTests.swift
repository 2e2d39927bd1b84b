import Console
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("", "abc", 3), ("abc", "", 3),
  ])
  func editsAreCounted(from: String, to: String, edits: Int) {
    #expect(Suggestion.distance(from, to) == edits)
    #expect(Suggestion.distance(to, from) == edits)
  }

  @Test func theNearestWordIsSuggested() {
    #expect(
      Suggestion.text(for: "pretain", among: ["ingest", "pretrain"]) == "; did you mean pretrain?")
    #expect(
      Suggestion.text(for: "banana", among: ["ingest", "pretrain"])
        == "; there are: ingest, pretrain")
  }
}
