import Synchronization
import Testing
import Twin

@Suite("What is worked out once for all twins of a model")
struct RememberedAnswerTests {
  private struct Refused: Error {}

  @Test("A question is answered once; a refusal is asked for again, and beyond the bound all is let go")
  func answers() throws {
    let known = RememberedAnswers<String, Int>(answersMax: 2)
    var asked = 0
    func ask(_ question: String) throws -> Int {
      try known.answer(to: question) {
        asked += 1
        if question == "none" { throw Refused() }
        return question.count
      }
    }
    #expect(try ask("one") == 3)
    #expect(try ask("one") == 3)
    #expect(asked == 1)
    for _ in 0..<2 { #expect(throws: Refused.self) { try ask("none") } }
    #expect(asked == 3)
    #expect(try ask("three") == 5)
    #expect(try ask("fours") == 5)
    #expect(try ask("one") == 3)
    #expect(asked == 6)
  }

  @Test("A value that is made later is made when it is first looked at, and once")
  func later() {
    let made = Mutex(0)
    let later = MadeLater {
      made.withLock {
        $0 += 1; return $0
      }
    }
    #expect(made.withLock { $0 } == 0)
    #expect([later.value, later.value] == [1, 1])
  }
}
