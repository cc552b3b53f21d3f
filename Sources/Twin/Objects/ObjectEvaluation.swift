import OData

/// The value of an expression on one object. Comparisons with null follow OData: only `eq` and `ne` say anything of it.
struct ObjectEvaluation {
  let columns: [String]

  func value(of expression: Expression, on object: JSONObject) throws(ObjectQueryError) -> JSON {
    switch expression {
    case .literal(.primitive(let value)): return JSON(value)
    // Objects hold the name of an enumeration's member.
    case .literal(.enumeration(_, let member)): return .string(member)
    case .path(let steps): return try member(steps, of: object)
    case .comparison(let op, let a, let b):
      return compare(op, try value(of: a, on: object), try value(of: b, on: object))
    case .and(let a, let b):
      guard try value(of: a, on: object) == .bool(true) else { return .bool(false) }
      return .bool(try value(of: b, on: object) == .bool(true))
    case .or(let a, let b):
      if try value(of: a, on: object) == .bool(true) { return .bool(true) }
      return .bool(try value(of: b, on: object) == .bool(true))
    case .not(let a): return .bool(try value(of: a, on: object) == .bool(false))
    case .in(let a, let list):
      let wanted = try value(of: a, on: object)
      for item in list where try value(of: item, on: object) == wanted { return .bool(true) }
      return .bool(false)
    case .call(let name, let arguments):
      var values: [JSON] = []
      for argument in arguments { values.append(try value(of: argument, on: object)) }
      return try call(name, values)
    default: throw .unsupported("'\(expression)' is not supported here.")
    }
  }

  /// Below, at or above zero; `nil` for values that have no order between them.
  static func order(_ a: JSON, _ b: JSON) -> Int? {
    switch (a, b) {
    case (.null, .null): 0
    case (.null, _): -1
    case (_, .null): 1
    case (.string(let a), .string(let b)): a == b ? 0 : a.unicodeScalars.lexicographicallyPrecedes(b.unicodeScalars) ? -1 : 1
    case (.number(let a), .number(let b)): a == b ? 0 : a < b ? -1 : 1
    case (.bool(let a), .bool(let b)): a == b ? 0 : b ? -1 : 1
    default: nil
    }
  }

  private func member(_ steps: [String], of object: JSONObject) throws(ObjectQueryError) -> JSON {
    guard let first = steps.first, columns.contains(first) else { throw .unknownMember(steps.joined(separator: "/")) }
    var value = object[first] ?? .null
    for step in steps.dropFirst() { value = value[step] ?? .null }
    return value
  }

  private func compare(_ op: ComparisonOperator, _ a: JSON, _ b: JSON) -> JSON {
    switch op {
    case .eq: return .bool(a == b)
    case .ne: return .bool(a != b)
    case .has: return .bool(false)
    case .gt, .ge, .lt, .le:
      guard !a.isNull, !b.isNull, let order = Self.order(a, b) else { return .bool(false) }
      switch op {
      case .gt: return .bool(order > 0)
      case .ge: return .bool(order >= 0)
      case .lt: return .bool(order < 0)
      default: return .bool(order <= 0)
      }
    }
  }

  private func call(_ name: String, _ values: [JSON]) throws(ObjectQueryError) -> JSON {
    let texts = values.map(\.stringValue)
    switch (name, texts.count) {
    case ("contains", 2): return test(texts) { $0.firstRange(of: $1) != nil || $1.isEmpty }
    case ("startswith", 2): return test(texts) { $0.hasPrefix($1) }
    case ("endswith", 2): return test(texts) { $0.hasSuffix($1) }
    case ("tolower", 1): return texts[0].map { .string($0.lowercased()) } ?? .null
    case ("toupper", 1): return texts[0].map { .string($0.uppercased()) } ?? .null
    case ("trim", 1): return texts[0].map { .string($0.trimmingBlanks()) } ?? .null
    case ("length", 1): return texts[0].map { .number(ExactDecimal(Int64($0.count))) } ?? .null
    default: throw .unsupported("The function '\(name)' with \(values.count) arguments is not supported here.")
    }
  }

  /// Of an absent text nothing is true.
  private func test(_ texts: [String?], _ holds: (String, String) -> Bool) -> JSON {
    guard let a = texts[0], let b = texts[1] else { return .bool(false) }
    return .bool(holds(a, b))
  }
}
