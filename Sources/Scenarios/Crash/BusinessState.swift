import OData

extension World {
  /// What both systems hold, row by row, without what tells only when and in which order rows were written: two worlds in which the
  /// same has happened to the business have the same.
  func businessState() async throws -> [String] {
    var lines: [String] = []
    for client in [sales, supplyChain] {
      for set in client.schema.model.entitySets where !BusinessState.transports.contains(set.name) {
        for row in try await client.query(RecordQuery(set: set.name)) { lines.append("\(set.name): \(BusinessState.text(row))") }
      }
    }
    return lines.sorted()
  }
}

private enum BusinessState {
  /// How often something was carried, which a second try does once more.
  static let transports: Set<String> = ["DataManagementExecutionJobDetails"]
  static let left: Set<String> = ["versionnumber", "createdon", "modifiedon", "overriddencreatedon", "actualend", "OrderCreationDateTime"]

  static func text(_ row: JSONObject) -> String {
    row.members.filter { member in
      // Identifiers are drawn in the order in which rows are made.
      !member.name.contains("@") && !left.contains(member.name) && member.value.stringValue.flatMap { GUID($0) } == nil
    }.map { "\($0.name)=\($0.value.stringValue.map(withoutDrawnEnd) ?? $0.value.text)" }.joined(separator: " ")
  }

  /// A number that Sales gives out, `ORD-01000-50PXQ2`, without its end, which is drawn as identifiers are.
  private static func withoutDrawnEnd(_ text: String) -> String {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].utf8.count == 6, parts[2].allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber) }),
      parts[1].utf8.count >= 4, parts[1].allSatisfy(\.isNumber)
    else { return JSON.string(text).text }
    return "\(parts[0])-\(parts[1])"
  }
}
