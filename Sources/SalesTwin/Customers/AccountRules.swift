import EntityStore
import OData

/// Accounts get a number of their own when they come without one (R-ACC-1). Uniqueness (R-ACC-2) is the alternate key's.
struct AccountRules: TableRules {
  func create(_ record: inout Record, _ work: Work) throws -> Row {
    if work.hasSolution, record["accountnumber"].isNull { record["accountnumber"] = .string(try Autonumber.next("ACC", work)) }
    return try work.createPlain(&record)
  }
}
