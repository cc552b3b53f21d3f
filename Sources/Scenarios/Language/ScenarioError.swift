public import OData
public import StrictYAML

/// Why a step did not do what the scenario said: an expectation that does not hold, a request that was refused, a name
/// that means nothing. Everything a failure report needs.
public struct ScenarioFailure: Error, Sendable {
  /// The place of the expectation or the word that failed.
  public var position: SourcePosition
  public var message: String
  /// What the scenario asked for and what was there, where the failure is a comparison.
  public var comparison: Comparison?
  /// The business record it is about; the report shows it as both systems hold it.
  public var subject: RecordSubject?
  /// The answer that was not expected, where there was one.
  public var response: HTTPResponse?
  /// The message without address and identifiers, for telling many such failures in few words.
  public var brief: String?
  /// The name of the invariant that does not hold, where that is the failure.
  public var invariant: String?

  public struct Comparison: Hashable, Sendable {
    /// The property or figure that was compared.
    public let what: String
    /// Values with their type: `12.50 (number)`, `"Confirmed" (text)`.
    public let expected: String
    public let actual: String

    public init(what: String, expected: String, actual: String) {
      self.what = what
      self.expected = expected
      self.actual = actual
    }
  }

  public init(
    _ position: SourcePosition, _ message: String, comparison: Comparison? = nil, subject: RecordSubject? = nil,
    response: HTTPResponse? = nil
  ) {
    self.position = position
    self.message = message
    self.comparison = comparison
    self.subject = subject
    self.response = response
  }
}

/// The business identity of a record, for showing it as both systems hold it.
public struct RecordSubject: Hashable, Sendable {
  public let system: SystemName
  public let entitySet: String
  /// Business key: property and value, in the order of the key.
  public let key: [Part]

  public struct Part: Hashable, Sendable {
    public let property: String
    public let value: JSON
  }

  public init(system: SystemName, entitySet: String, key: [(String, JSON)]) {
    self.system = system
    self.entitySet = entitySet
    self.key = key.map { Part(property: $0.0, value: $0.1) }
  }
}

/// The two systems of a world.
public enum SystemName: String, Hashable, Sendable, CaseIterable {
  case sales
  case supplyChain

  /// As people call it.
  public var title: String {
    switch self {
    case .sales: "Sales"
    case .supplyChain: "Supply Chain"
    }
  }
}
