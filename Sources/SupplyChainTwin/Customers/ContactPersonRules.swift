import EntityStore
import OData
import Twin

/// CDS contacts (supply-chain-odata.md 2.8, 7.2): a person party that belongs to another party, which must be there first.
struct ContactPersonRules: EntityRules {
  private static let address = AddressBlock(prefix: "PrimaryAddress")

  func validateFields(_ record: Record, in context: CompanyContext) throws {
    let table = context.definition("CDSContactPerson")
    try Self.address.validate(record, table, context.errors)
    guard record["AssociatedContactType"] == "Customer" else {
      throw ServiceError.notEmulated("contact persons of anybody but customers")
    }
    if record.isNew, !record.isBlank("AssociatedContactNumber"), try customer(of: record, in: context) == nil {
      throw context.errors.unknownForeignKey(
        table, column: "AssociatedContactNumber", value: record.text("AssociatedContactNumber"), relatedTable: "Customers")
    }
  }

  private func customer(of record: Record, in context: CompanyContext) throws -> Row? {
    try context.find("CustomerV2", record["AssociatedContactNumber"])
  }

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    Self.address.complete(&record)
    guard record.isNew else { return }
    record.fill("ContactPersonPartyType", "Person")
    try associate(&record, in: context)
    let name = ["FirstName", "MiddleName", "LastName"].map(record.text).filter { !$0.isEmpty }.joined(separator: " ")
    record["ContactPersonPartyNumber"] = .string(
      try PartyBook(context: context).ensure(
        number: record.text("ContactPersonPartyNumber"), type: "Person", name: name, for: context.definition("CDSContactPerson")))
    let number = record.text("ContactPersonPartyNumber")
    record.fill("ContactPersonId", String(number.prefix(20)))
  }

  /// The first entity names the party a contact belongs to, the second the customer who is that party: whichever is given leads to the
  /// other (inferred from the keys of both, S1).
  private func associate(_ record: inout Record, in context: CompanyContext) throws {
    if record.isBlank("AssociatedPartyNumber") {
      let customer = try customer(of: record, in: context)
      record.fill("AssociatedPartyNumber", customer?.text("PartyNumber") ?? "")
    } else if record.isBlank("AssociatedContactNumber") {
      let customer = try context.first("CustomerV2", where: ["PartyNumber"], equal: [record["AssociatedPartyNumber"]])
      record["AssociatedContactNumber"] = .string(customer?.text("CustomerAccount") ?? "")
    }
  }
}
