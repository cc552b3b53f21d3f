import OData

/// Finds rows of a task's source by what a person calls them: the source's own key, or the business key at the destination, with or
/// without the company, whole or only its first parts (an order's number finds its lines).
struct RecordSearch {
  let plan: TaskPlan

  /// Conditions on source rows, any of which makes a row one that is meant; empty where the text cannot be such a key.
  func conditions(_ key: String) -> [String] {
    let parts = key.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
    guard parts.contains(where: { !$0.isEmpty }) else { return [] }
    var found: [String] = []
    for parts in [parts] + (withoutCompany(parts).map { [$0] } ?? []) {
      for condition in [condition(on: sourceKey, parts), condition(on: businessKey, parts)] {
        if let condition, !found.contains(condition) { found.append(condition) }
      }
    }
    return found
  }

  /// The condition that is true of one row alone.
  func condition(of row: JSONObject) -> String {
    plan.sourceType.key.map { name in
      let value = row[name].flatMap { ValueConversion.convert($0, to: plan.sourceType.property(name)?.type ?? .string, enumType: nil) }
      return "\(name) eq \((value ?? .null).literalText)"
    }.joined(separator: " and ")
  }

  private func withoutCompany(_ parts: [String]) -> [String]? {
    parts.count > 1 && parts[0].equalsFolded(plan.legalEntity) ? Array(parts.dropFirst()) : nil
  }

  /// Makes the comparison of a key part with a text; `nil` where the text is no such value.
  private typealias Part = (String) -> String?

  private var sourceKey: [Part] {
    plan.sourceType.key.filter { !$0.equalsFolded("dataAreaId") }.map { name in
      { text in Self.comparison(name, plan.sourceType.property(name)?.type ?? .string, text) }
    }
  }

  private var businessKey: [Part] {
    plan.key.compactMap { part in
      guard case .column(let column) = part.value, let slot = plan.columns[column].slot else { return nil }
      switch plan.slots[slot] {
      // The source cannot be asked for what the engine works out.
      case .computed: return nil
      case .column(let name):
        return { text in Self.comparison(name, plan.sourceType.property(name)?.type ?? part.property.type, text) }
      case .related(let navigation, let name): return { text in Self.comparison("\(navigation)/\(name)", part.property.type, text) }
      case .firstOf(let steps):
        return { text in
          let any = steps.compactMap { Self.comparison("\($0.navigation)/\($0.column)", part.property.type, text) }
          return any.isEmpty ? nil : "(\(any.joined(separator: " or ")))"
        }
      }
    }
  }

  private func condition(on key: [Part], _ texts: [String]) -> String? {
    guard !key.isEmpty, texts.count <= key.count else { return nil }
    var conditions: [String] = []
    for (part, text) in zip(key, texts) {
      guard let condition = part(text) else { return nil }
      conditions.append(condition)
    }
    return "(\(conditions.joined(separator: " and ")))"
  }

  private static func comparison(_ path: String, _ type: EdmType, _ text: String) -> String? {
    guard let value = ValueConversion.convert(.string(text), to: type, enumType: nil), !value.isNull else { return nil }
    if case .enumeration = type { return nil }
    return "\(path) eq \(value.literalText)"
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
