import EntityStore
import OData

/// Contacts: full name, number (R-CON-1), and the two flags that decide how a contact travels (R-CON-2 … R-CON-6).
struct ContactRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    if work.hasSolution {
      if record["msdynce_contactnumber"].isNull { record["msdynce_contactnumber"] = .string(try Autonumber.next("CON", work)) }
      record["msdynce_isactivecustomer"] = false
    }
    derive(&record, work)
    return try work.createPlain(&record)
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    derive(&record, work)
    return try work.updatePlain(&record)
  }

  private func derive(_ record: inout Record, _ work: Work) {
    if record.isNew || record.sends("firstname") || record.sends("lastname") {
      let name = [record.text("firstname"), record.text("lastname")].compactMap { $0 }.joined(separator: " ")
      record.set("fullname", name.isEmpty ? .null : .string(String(name.prefix(160))))
    }
    if work.hasSolution {
      let isAccount = !record["_parentcustomerid_value"].isNull && record.text("parentcustomerid_type") == "account"
      record.set("msdynce_iscompanyanaccount", .bool(isAccount))
    }
  }
}
