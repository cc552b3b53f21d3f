import EntityStore
import OData
import Twin

/// Prospects: parties that may become customers, under the same number.
struct ProspectRules: EntityRules {
  private static let address = AddressBlock(prefix: "Address")

  func validateFields(_ record: Record, in context: CompanyContext) throws {
    try Self.address.validate(record, context.definition("Prospect"), context.errors)
  }

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    Self.address.complete(&record)
    guard record.isNew else { return }
    if record.isBlank("ProspectPartyType") { record["ProspectPartyType"] = "Organization" }
    record["ProspectPartyNumber"] = .string(
      try PartyBook(context: context).ensure(
        number: record.text("ProspectPartyNumber"), type: record.text("ProspectPartyType"), name: record.text("ProspectName"),
        for: context.definition("Prospect")))
  }

  func validateWrite(_ record: Record, in context: CompanyContext) throws {
    guard !record.isBlank("ProspectId") else {
      throw context.errors.requiredMissing(column: "ProspectId", table: context.definition("Prospect"))
    }
  }

  /// Refuses a new customer with the party of a prospect of another number (words sourced: S25).
  static func refuseOtherNumber(_ customer: Record, in context: CompanyContext) throws {
    guard let prospect = try context.first("Prospect", where: ["ProspectPartyNumber"], equal: [customer["PartyNumber"]]),
      !prospect.text("ProspectId").equalsIgnoringASCIICase(customer.text("CustomerAccount"))
    else { return }
    throw context.errors.writeFailed(
      context.definition("CustomerV2"),
      [
        .error(
          "Cannot create customer with account number '\(customer.text("CustomerAccount"))' with same party number as prospect "
            + "'\(prospect.text("ProspectId"))'. The customer and prospect should have the same account number.")
      ])
  }
}
