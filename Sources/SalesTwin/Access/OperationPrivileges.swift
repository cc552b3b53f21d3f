import EntityStore
import OData
import Twin

/// What the caller of an action or function must be allowed to do, from operationprivileges.csv. Operations that are not named there need
/// nothing.
enum OperationPrivileges {
  static func check(_ operation: OData.Operation, on row: Row?, _ work: Work) throws {
    guard let authorization = try Authorization(work), let needs = try work.twin.operationPrivileges()[operation.name] else { return }
    for need in needs {
      guard let table = work.twin.model.table(need.table) else { continue }
      if let row, row.table.name == table.name {
        try authorization.require(need.verb, table, row)
      } else {
        try authorization.require(need.verb, table)
      }
    }
  }

  struct Need: Sendable {
    let verb: Privilege
    let table: String
  }

  /// - Throws: `ModelError` for a damaged file.
  static func read(directory: String) throws(ModelError) -> [String: [Need]] {
    guard let file = try ModelFile(directory: directory, name: "operationprivileges.csv") else {
      throw ModelError(file: "\(directory)/operationprivileges.csv", line: 1, message: "the file is missing")
    }
    var result: [String: [Need]] = [:]
    for line in file.lines {
      _ = try line.evidence()
      for part in line.list("privileges") {
        let words = part.split(separator: ":").map(String.init)
        guard words.count == 2, let verb = Privilege(word: words[0]) else { throw line.error("'\(part)' is no verb:table") }
        result[try line.text("operation"), default: []].append(Need(verb: verb, table: words[1]))
      }
    }
    return result
  }
}
