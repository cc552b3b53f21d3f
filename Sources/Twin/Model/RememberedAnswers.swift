import Synchronization

/// Answers that follow from a model alone, by what was asked: what an engine asks about the same few tables in every world. Kept among the
/// `DerivedValues` of the model, they are shared by all twins of it.
public final class RememberedAnswers<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
  private let known = Mutex<[Question: Answer]>([:])
  private let answersMax: Int

  /// - Parameter answersMax: beyond it all are let go: what is asked is the clients' choice.
  public init(answersMax: Int = 64) { self.answersMax = answersMax }

  /// - Parameter make: answers out of the model and the question, and nothing else; what it throws is not remembered.
  public func answer(to question: Question, make: () throws -> Answer) throws -> Answer {
    if let answer = answer(to: question) { return answer }
    let made = try make()
    remember(made, asAnswerTo: question)
    return made
  }

  /// - Returns: `nil` for a question that was not asked, or long ago.
  public func answer(to question: Question) -> Answer? { known.withLock { $0[question] } }

  public func remember(_ answer: Answer, asAnswerTo question: Question) {
    known.withLock { known in
      if known.count >= answersMax { known.removeAll() }
      known[question] = answer
    }
  }
}
