import EntityStore
import OData

/// Leads: the full name follows the names.
struct LeadRules: TableRules {
  static let open: Int64 = 0
  static let qualified: Int64 = 1

  func create(_ record: inout Record, _ work: Work) throws -> Row {
    name(&record)
    return try work.createPlain(&record)
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    name(&record)
    return try work.updatePlain(&record)
  }

  private func name(_ record: inout Record) {
    guard record.isNew || record.sends("firstname") || record.sends("lastname") else { return }
    let name = [record.text("firstname"), record.text("lastname")].compactMap { $0 }.joined(separator: " ")
    record.set("fullname", name.isEmpty ? .null : .string(String(name.prefix(160))))
  }
}
