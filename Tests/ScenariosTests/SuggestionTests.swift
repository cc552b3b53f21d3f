import StrictYAML
import Testing

@testable import Scenarios

struct SuggestionTests {
  @Test(
    "A slip of the finger gets the word that was meant; something else gets none",
    arguments: [("expct", "expect"), ("stpes", "steps"), ("Expect", "expect"), ("tages", "tags"), ("banana", nil), ("x", nil)])
  func nearest(word: String, meant: String?) {
    #expect(Suggestion.nearest(to: word, among: ["expect", "steps", "tags", "scenario"]) == meant)
  }
}
