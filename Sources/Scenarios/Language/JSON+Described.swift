import OData

extension ExactDecimal {
  /// The number without zeros nobody wrote for a reason: 12.5000 is 12.50, 3.000 is 3.00.
  var readable: String {
    let shortest = normalized
    return (scale >= 2 && shortest.scale < 2 ? shortest.rounded(to: 2) : shortest).description
  }
}

extension JSON {
  /// The value with its type, for messages: `12.50 (number)`, `"Confirmed" (text)`.
  var described: String {
    switch self {
    case .null: "nothing (null)"
    case .bool(let value): "\(value) (true/false)"
    case .number(let value): "\(value.readable) (number)"
    case .string: "\(text) (text)"
    case .array(let elements): "\(shortText) (a list of \(elements.count))"
    case .object: "\(shortText) (a record)"
    }
  }

  private static let shortTextMax = 4_000

  private var shortText: String {
    let text = text
    return text.count > Self.shortTextMax ? "\(text.prefix(Self.shortTextMax))…" : text
  }

  /// The bare text: no quotes round strings. For messages and for putting a value into a longer text.
  var bareText: String {
    switch self {
    case .string(let value): value
    case .null: ""
    case .number(let value): value.readable
    default: text
    }
  }

  /// Whether two values are the same to a person: numbers by value (10 and 10.00), moments by instant, the rest exactly.
  func isSame(as other: JSON) -> Bool {
    switch (self, other) {
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)):
      if a == b {
        true
      } else if let x = Timestamp(a), let y = Timestamp(b) {
        x == y
      } else {
        false
      }
    case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
    case (.object(let a), .object(let b)):
      a.members.count == b.members.count && a.members.allSatisfy { member in b[member.name].map { $0.isSame(as: member.value) } ?? false }
    default: self == other
    }
  }
}
