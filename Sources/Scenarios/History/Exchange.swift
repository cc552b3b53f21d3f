import OData

/// One request to a system and what came of it, as a world's recorder keeps it.
struct Exchange: Sendable {
  /// Who asked.
  enum Sender: String, Sendable, CaseIterable { case scenario, checks, engine }

  let sender: Sender
  let system: SystemName
  let method: HTTPRequest.Method
  let target: String
  /// `nil` where no answer came.
  let status: Int?
  /// Virtual time at which it was sent.
  let time: Timestamp
  /// Of both bodies together.
  let bytes: Int
  /// The whole, where its parts or the reason of a refusal are worth looking at.
  let message: (request: HTTPRequest, response: HTTPResponse)?
}
