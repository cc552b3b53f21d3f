import Ambient
public import OData

/// One setting of a fault.
public struct FaultParameter: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// - Parameter drawn: where a seed draws it from; the default where `nil`.
    case number(ClosedRange<Int64>, default: Int64, drawn: ClosedRange<Int64>? = nil)
    /// `nil` where leaving it out means something of its own.
    case text(default: String?)
    /// One of a few words, the first unless said otherwise.
    case word([String])
    /// Without it the fault makes no sense, and no seed draws it.
    case required
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

  public var isRequired: Bool { kind == .required }

  var defaultValue: JSON? {
    switch kind {
    case .number(_, let number, _): .number(ExactDecimal(number))
    case .text(let text): text.map { .string($0) }
    case .word(let words): words.first.map { .string($0) }
    case .required: nil
    }
  }

  /// What may stand there, for people: `1 … 10 (3)`.
  public var choices: String {
    switch kind {
    case .number(let range, let number, _): "\(range.lowerBound) to \(range.upperBound); \(number) unless given"
    case .text(let text): "text" + (text.map { "; '\($0)' unless given" } ?? "")
    case .word(let words): words.joined(separator: ", ") + "; \(words.first ?? "") unless given"
    case .required: "text; must be given"
    }
  }

  func drawn(by generator: inout SeededGenerator) -> JSON? {
    switch kind {
    case .number(_, _, let range?):
      .number(ExactDecimal(range.lowerBound + Int64(generator.next(below: Int(range.upperBound - range.lowerBound) + 1))))
    case .word(let words): .string(words[generator.next(below: words.count)])
    case .number, .text, .required: nil
    }
  }
}

/// The settings of one fault: what was given, and the default of everything else that has one.
public struct FaultValues: Hashable, Sendable {
  /// What was given.
  public let given: JSONObject
  private let all: JSONObject

  /// - Throws: `FaultError` for a name the fault does not have, a value of the wrong type or range, and one that is missing.
  init(_ given: JSONObject, for fault: Fault) throws(FaultError) {
    for member in given.members where fault.parameter(member.name) == nil {
      throw .unknown("parameter of '\(fault.name)'", member.name, fault.parameters.map(\.name))
    }
    var all = JSONObject()
    for parameter in fault.parameters {
      if let value = given[parameter.name], !value.isNull {
        try parameter.check(value, of: fault.name)
        all.append(parameter.name, value)
      } else if let value = parameter.defaultValue {
        all.append(parameter.name, value)
      } else if parameter.isRequired {
        throw FaultError("'\(fault.name)' needs '\(parameter.name)': \(parameter.summary)")
      }
    }
    self.given = JSONObject(given.members.filter { !$0.value.isNull })
    self.all = all
  }

  /// - Precondition: the fault has a number of that name.
  func number(_ name: String) -> Int64 {
    guard let number = all[name]?.numberValue?.exactInt64 else { preconditionFailure("the fault declares no number '\(name)'") }
    return number
  }

  func text(_ name: String) -> String? { all[name]?.stringValue }
}

extension FaultParameter {
  func check(_ value: JSON, of fault: String) throws(FaultError) {
    switch kind {
    case .number(let range, _, _):
      if let whole = value.numberValue?.exactInt64, range.contains(whole) { return }
      throw FaultError("'\(name)' of '\(fault)' is a whole number from \(range.lowerBound) to \(range.upperBound)")
    case .text, .required:
      if value.stringValue == nil { throw FaultError("'\(name)' of '\(fault)' is a text") }
    case .word(let words):
      guard let word = value.stringValue else { throw FaultError("'\(name)' of '\(fault)' is one of \(words.joined(separator: ", "))") }
      if !words.contains(word) { throw .unknown("'\(name)' of '\(fault)'", word, words) }
    }
  }
}
