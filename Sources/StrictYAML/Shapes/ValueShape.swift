/// What a value of a file may be. Readers check files against it, and the JSON Schema that editors use is made from it, so that the two
/// cannot drift apart.
public indirect enum ValueShape: Sendable {
  /// Any text that is not empty; numbers and words such as `no` are text, too.
  case text
  /// Any text, the empty one included.
  case anyText
  /// A text of a form: a regular expression for the whole of it, and what to call it in a message.
  case form(pattern: String, what: String)
  /// `true` or `false`, also written `yes` and `no`.
  case flag
  case wholeNumber(ClosedRange<Int>)
  case word([String])
  /// A list of texts, or one text.
  case texts
  case list(ValueShape)
  /// A mapping whose keys are names of the writer's choice.
  case names(ValueShape)
  case map(MapShape)
  /// Where a secret is kept, `env:NAME` or `file:PATH`. What stands there instead is never shown: it may be the secret itself.
  case secret
  /// Any text that is not empty and never shown.
  case confidential
}

extension ValueShape {
  /// The form of a place where a secret is kept.
  public static let secretPattern = "(env|file):.+"
}

/// A mapping with keys of its own.
public struct MapShape: Sendable {
  /// For messages: `project`, `step`.
  public let what: String
  /// One sentence for people who see it in an editor.
  public let about: String
  public let keys: [KeyShape]
  /// Keys of which just one must be there; empty where there is no such rule.
  public let oneOf: [String]
  /// Whether a text in its place may be a secret, and is not shown.
  public let isConfidential: Bool

  public init(_ what: String, _ about: String, keys: [KeyShape], oneOf: [String] = [], isConfidential: Bool = false) {
    self.what = what
    self.about = about
    self.keys = keys
    self.oneOf = oneOf
    self.isConfidential = isConfidential
  }

  public var keyNames: [String] { keys.map(\.name) }
}

/// A key of a mapping.
public struct KeyShape: Sendable {
  public let name: String
  public let shape: ValueShape
  public let isRequired: Bool
  /// One sentence for people who see it in an editor.
  public let about: String

  public init(_ name: String, _ shape: ValueShape, isRequired: Bool = false, _ about: String) {
    self.name = name
    self.shape = shape
    self.isRequired = isRequired
    self.about = about
  }
}
