import EntityStore
import OData
import Twin

/// CDS contacts (supply-chain-odata.md 2.8, 7.2): a person party that belongs to another party, which must be there first.
struct ContactPersonRules: EntityRules {
  private static let address = AddressBlock(prefix: "PrimaryAddress")

  func validateFields(_ record: Record, in context: CompanyContext) throws {
    try Self.address.validate(record, context.definition("CDSContactPerson"), context.errors)
  }

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    Self.address.complete(&record)
    guard record.isNew else { return }
    record.fill("ContactPersonPartyType", "Person")
    let name = ["FirstName", "MiddleName", "LastName"].map(record.text).filter { !$0.isEmpty }.joined(separator: " ")
    record["ContactPersonPartyNumber"] = .string(
      try PartyBook(context: context).ensure(
        number: record.text("ContactPersonPartyNumber"), type: "Person", name: name, for: context.definition("CDSContactPerson")))
  }
}
