import EntityStore
import OData
import Twin

/// Opportunities: who the customer is, what closing and reopening leave behind.
struct OpportunitySpecifics: HeaderSpecifics {
  static let open: Int64 = 0
  static let won: Int64 = 1
  static let lost: Int64 = 2

  /// That a closed opportunity cannot be changed is sourced, that it is refused by this code inferred.
  var refusalWhenClosed: ServiceError { SalesErrors.opportunityClosed }

  func prepare(_ record: inout Record, _ work: Work) throws { chooseCustomer(&record) }

  func beforeUpdate(_ record: inout Record, _ work: Work) throws {
    if record.sends("_parentaccountid_value") || record.sends("_parentcontactid_value"), !record.sends("_customerid_value") {
      chooseCustomer(&record)
    }
  }

  /// What closing noted is gone when the opportunity is open again [inferred].
  func moving(_ record: inout Record, to state: Int64, _ work: Work) {
    guard state == Self.open else { return }
    for column in ["actualvalue", "actualclosedate"] where !record.sends(column) { record[column] = .null }
  }

  /// Account and contact are what people enter, the customer follows: the account before the contact [account and contact
  /// preferred: sourced, ER:opportunity; the rest inferred].
  private func chooseCustomer(_ record: inout Record) {
    if let account = record.guid("_parentaccountid_value") {
      set("account", account, on: &record)
    } else if let contact = record.guid("_parentcontactid_value") {
      set("contact", contact, on: &record)
    }
  }

  private func set(_ table: String, _ id: GUID, on record: inout Record) {
    // A customer of the other kind that came along stays: a contact may buy for an account.
    if record.sends("_customerid_value"), !record["_customerid_value"].isNull { return }
    record.set("_customerid_value", .guid(id))
    record.set("customerid_type", .string(table))
  }
}
