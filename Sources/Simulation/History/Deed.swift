public import OData

/// One thing that somebody does: a step of the scenario language, and what it means to an auditor if it is done.
public struct Deed: Hashable, Sendable {
  public let step: JSONObject
  let fact: Fact
  /// Names of earlier steps' records that it is about. Without them it cannot be done.
  let needs: [String]

  init(_ step: JSONObject, _ fact: Fact) {
    self.step = step
    self.fact = fact
    needs = Self.references(in: .object(step)).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The name under which what it makes is kept.
  var maker: String? { step["as"]?.stringValue }

  /// Records that a step or an expectation names: those of earlier steps, and those that stand in its `key` or `where`.
  static func records(in json: JSON) -> Set<String> {
    var names = Set(references(in: json))
    func collect(_ json: JSON) {
      switch json {
      case .string(let text): if !text.contains("${") { names.insert(text) }
      case .object(let object): for member in object.members { collect(member.value) }
      default: break
      }
    }
    func look(_ json: JSON) {
      switch json {
      case .object(let object):
        for member in object.members {
          if member.name == "key" || member.name == "where" || member.name.hasSuffix("Number") { collect(member.value) }
          look(member.value)
        }
      case .array(let elements): elements.forEach(look)
      default: break
      }
    }
    look(json)
    return names
  }

  /// The names that expressions in a value begin with: `order` of `${order.ordernumber}`.
  private static func references(in json: JSON) -> [String] {
    switch json {
    case .string(let text):
      text.split(separator: "${", omittingEmptySubsequences: false).dropFirst().map { rest in
        String(rest.prefix { $0 != "}" && $0 != "." })
      }
    case .array(let elements): elements.flatMap(references)
    case .object(let object): object.members.flatMap { references(in: $0.value) }
    case .null, .bool, .number: []
    }
  }
}
