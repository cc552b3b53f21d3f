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
