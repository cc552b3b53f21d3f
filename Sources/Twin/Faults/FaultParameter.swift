public import OData

/// One setting of a kind of fault.
public struct FaultParameter: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case number(ClosedRange<Int64>, default: Int64)
    /// `nil` where leaving it out means something of its own.
    case text(default: String?)
    case word([String], default: String)
  }

  public let name: String
  public let kind: Kind
  /// What it sets, unit included.
  public let summary: String

  public init(_ name: String, _ kind: Kind, _ summary: String) {
    self.name = name
    self.kind = kind
    self.summary = summary
  }

  var defaultValue: JSON? {
    switch kind {
    case .number(_, let number): .number(ExactDecimal(number))
    case .text(let text): text.map { .string($0) }
    case .word(_, let word): .string(word)
    }
  }

  fileprivate func check(_ value: JSON, of fault: String) throws(FaultError) {
    switch (kind, value) {
    case (.number(let range, _), .number(let number)):
      if let whole = number.exactInt64, range.contains(whole) { return }
      throw FaultError("'\(name)' of '\(fault)' is a whole number from \(range.lowerBound) to \(range.upperBound)")
    case (.number(let range, _), _):
      throw FaultError("'\(name)' of '\(fault)' is a whole number from \(range.lowerBound) to \(range.upperBound)")
    case (.text, .string): return
    case (.text, _): throw FaultError("'\(name)' of '\(fault)' is a text")
    case (.word(let words, _), .string(let word)):
      if !words.contains(word) { throw .unknown("'\(name)' of '\(fault)'", word, words) }
    case (.word(let words, _), _): throw FaultError("'\(name)' of '\(fault)' is one of \(words.joined(separator: ", "))")
    }
  }
}

/// The settings of one fault: every parameter of its kind has a value, or none where that means something of its own.
public struct FaultValues: Hashable, Sendable {
  public let json: JSONObject

  /// - Throws: `FaultError` for a name the kind does not have or a value of the wrong type or range.
  init(_ given: JSONObject, for kind: any Fault.Type) throws(FaultError) {
    for member in given.members where !kind.parameters.contains(where: { $0.name == member.name }) {
      throw .unknown("parameter of '\(kind.kind)'", member.name, kind.parameters.map(\.name))
    }
    var values = JSONObject()
    for parameter in kind.parameters {
      if let value = given[parameter.name], !value.isNull {
        try parameter.check(value, of: kind.kind)
        values.append(parameter.name, value)
      } else if let value = parameter.defaultValue {
        values.append(parameter.name, value)
      }
    }
    json = values
  }

  /// - Precondition: the kind has a number of that name.
  func number(_ name: String) -> Int64 {
    guard let number = json[name]?.numberValue?.exactInt64 else { preconditionFailure("the fault declares no number '\(name)'") }
    return number
  }

  func text(_ name: String) -> String? { json[name]?.stringValue }
}
