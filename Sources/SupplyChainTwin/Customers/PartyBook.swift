import EntityStore
import OData
import Twin

/// The global address book: every customer and contact is a party, shared by all companies.
struct PartyBook {
  let context: CompanyContext

  /// The party of that number, made when it is not there. Prospect to cash gives parties the account or contact number
  /// (sourced: S20); without a number the sequence provides one.
  /// - Returns: the party's number.
  /// - Throws: a refusal when the number belongs to a party of another type (proposed).
  func ensure(number: String, type: String, name: String, for table: TableDefinition) throws -> String {
    guard !number.isEmpty else {
      let number = try NumberSequences(context: context).next(.party) { try find($0) == nil }
      try insert(number: number, type: type, name: name)
      return number
    }
    guard let party = try find(number) else {
      try insert(number: number, type: type, name: name)
      return number
    }
    guard party.text("PartyType") == type else {
      throw context.errors.rowRefused(table, "Party '\(number)' is of type \(party.text("PartyType")) and cannot become \(type).")
    }
    return party.text("PartyNumber")
  }

  func find(_ number: String) throws -> Row? { try context.findShared("Party", .string(number)) }

  private func insert(number: String, type: String, name: String) throws {
    var record = context.newRecord("Party")
    record["PartyNumber"] = .string(number)
    record["PartyType"] = .string(type)
    record["Name"] = .string(name)
    try context.save(consume record)
  }
}
