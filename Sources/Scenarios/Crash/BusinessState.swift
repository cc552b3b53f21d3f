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
  static let left: Set<String> = ["versionnumber", "createdon", "modifiedon", "overriddencreatedon", "OrderCreationDateTime"]

  static func text(_ row: JSONObject) -> String {
    row.members.filter { member in
      // Identifiers are drawn in the order in which rows are made.
      !member.name.contains("@") && !left.contains(member.name) && member.value.stringValue.flatMap { GUID($0) } == nil
    }.map { "\($0.name)=\($0.value.text)" }.joined(separator: " ")
  }
}
