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
    if let answer = known.withLock({ $0[question] }) { return answer }
    let made = try make()
    known.withLock { known in
      if known.count >= answersMax { known.removeAll() }
      known[question] = made
    }
    return made
  }
}
