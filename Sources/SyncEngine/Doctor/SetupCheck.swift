/// One rule of the setup. Only reads.
protocol SetupCheck: Sendable {
  var rule: String { get }
  var title: String { get }
  var place: String { get }
  var remedy: String { get }
  /// How a person finds out where the systems do not tell.
  var byHand: String { get }

  /// - Throws: `NotTold`, or `ServiceFailure` where a service does not answer.
  func examine(_ ends: SetupEnds) async throws -> SetupVerdict
}

enum SetupVerdict {
  case ok(String)
  case warning(String)
  case failed(String)
  case unknown(String)

  /// What is missing of something, or that nothing is.
  static func missing(_ names: Set<String>, _ sentence: (String) -> String, otherwise: String) -> SetupVerdict {
    names.isEmpty ? .ok(otherwise) : .failed(sentence(names.sorted().map { "'\($0)'" }.joined(separator: ", ")))
  }
}

/// A service refuses to tell what a check needs.
struct NotTold: Error {
  let reason: String
}
