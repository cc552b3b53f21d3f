import EntityStore
import OData
import Twin

/// QualifyLead: makes an account, a contact and an opportunity of an open lead, as asked, and closes it as qualified [parameters
/// and result sourced: ACT:QualifyLead; what is copied inferred].
enum QualifyLead {
  /// The rows that were created, as type and key [that it is a collection of them: sourced, ACT:QualifyLead; the form inferred].
  static func answer(_ lead: Row, _ parameters: JSONObject, _ work: Work) throws -> OperationResult {
    let namespace = work.twin.model.namespace
    let rows = try run(lead, parameters, work).map { row, table in
      JSON.object(["@odata.type": .string("#\(namespace).\(table.name)"), table.key[0]: .string(row[table.key[0]].description)])
    }
    return .value(.array(rows), type: "Collection(\(namespace).crmbaseentity)")
  }

  /// - Returns: the rows that were created: account, contact, opportunity.
  private static func run(_ lead: Row, _ parameters: JSONObject, _ work: Work) throws -> [(Row, TableDefinition)] {
    let table = work.table("lead")
    try StateModel.check(lead, of: table, to: LeadRules.qualified, by: "QualifyLead")
    let status = try status(parameters, lead)
    let customer = try EntityReference.row(parameters["OpportunityCustomerId"], of: ["account", "contact"], "OpportunityCustomerId", work)
    let currency = try EntityReference.row(
      parameters["OpportunityCurrencyId"], of: ["transactioncurrency"], "OpportunityCurrencyId", work)
    let campaign = try EntityReference.row(parameters["SourceCampaignId"], of: ["campaign"], "SourceCampaignId", work)

    var record = Record(changing: lead, of: table)
    var created: [(Row, TableDefinition)] = []
    var account = record.guid("_parentaccountid_value")
    var contact = record.guid("_parentcontactid_value")
    if parameters["CreateAccount"]?.boolValue == true {
      let row = try create("account", from: lead, work) { _ in }
      created.append((row, work.table("account")))
      account = row["accountid"].guidValue
    }
    if parameters["CreateContact"]?.boolValue == true {
      let row = try create("contact", from: lead, work) { draft in
        if let account { set("parentcustomerid", "account", account, on: &draft) }
      }
      created.append((row, work.table("contact")))
      contact = row["contactid"].guidValue
      if parameters["CreateAccount"]?.boolValue == true { try makePrimary(contact, of: account, work) }
    }
    if parameters["CreateOpportunity"]?.boolValue == true {
      let row = try create("opportunity", from: lead, work) { draft in
        draft["_originatingleadid_value"] = lead["leadid"]
        if let account { draft["_parentaccountid_value"] = .guid(account) }
        if let contact { draft["_parentcontactid_value"] = .guid(contact) }
        if let (row, table) = customer { set("customerid", table.name, row[table.key[0]].guidValue ?? .zero, on: &draft) }
        if let (row, _) = currency { draft["_transactioncurrencyid_value"] = row["transactioncurrencyid"] }
        if let (row, _) = campaign { draft["_campaignid_value"] = row["campaignid"] }
      }
      created.append((row, work.table("opportunity")))
      record["_qualifyingopportunityid_value"] = row["opportunityid"]
    }
    record.set("_parentaccountid_value", account.map { .guid($0) } ?? .null)
    record.set("_parentcontactid_value", contact.map { .guid($0) } ?? .null)
    record["statecode"] = .int(LeadRules.qualified)
    record["statuscode"] = .int(status)
    _ = try work.update(&record)
    return created
  }

  /// -1 means the state's default [inferred].
  private static func status(_ parameters: JSONObject, _ lead: Row) throws -> Int64 {
    let status = parameters["Status"]?.numberValue?.exactInt64 ?? -1
    guard let state = StateModel.of("lead")?.state(LeadRules.qualified) else { preconditionFailure("leads cannot be qualified") }
    if status == -1 { return state.defaultStatus }
    guard state.statuses.contains(status) else {
      throw SalesErrors.invalidStatus(status, state: state.label, table: "lead", id: lead["leadid"].guidValue ?? .zero)
    }
    return status
  }

  /// A new row goes through the rules of its table as one that a client sends.
  private static func create(_ name: String, from lead: Row, _ work: Work, _ complete: (inout Draft) -> Void) throws -> Row {
    var draft = Draft(work.twin.model.schema(name))
    for (column, value) in ColumnMap.values(of: lead, for: name) where !value.isNull { draft[column] = value }
    draft["_ownerid_value"] = lead["_ownerid_value"]
    complete(&draft)
    return try work.twin.create(work.table(name), draft, in: work.session)
  }

  private static func set(_ lookup: String, _ table: String, _ id: GUID, on draft: inout Draft) {
    draft["_\(lookup)_value"] = .guid(id)
    draft["\(lookup)_type"] = .string(table)
  }

  /// Account and contact made together belong together [sourced: reference of QualifyLeadRequest].
  private static func makePrimary(_ contact: GUID?, of account: GUID?, _ work: Work) throws {
    guard let contact, let row = try work.row("account", account) else { return }
    var record = Record(changing: row, of: work.table("account"))
    record["_primarycontactid_value"] = .guid(contact)
    _ = try work.update(&record)
  }
}
