import EntityStore

extension Work {
  /// Creation with what every table shares: state, currency, composite addresses.
  func createPlain(_ record: inout Record) throws -> Row {
    try StateModel.resolve(&record)
    if record.hasColumn("exchangerate"), record.hasColumn("_transactioncurrencyid_value") { try applyCurrency(&record) }
    CompositeAddress.refresh(&record)
    return try insert(&record)
  }

  func updatePlain(_ record: inout Record) throws -> Row {
    try StateModel.resolve(&record)
    try StateModel.checkUpdate(record)
    if record.hasColumn("exchangerate"), record.hasColumn("_transactioncurrencyid_value") { try applyCurrency(&record) }
    if record.hasColumn("_ownerid_value"), record.sends("_ownerid_value") { try stampOwner(&record) }
    CompositeAddress.refresh(&record)
    return try update(&record)
  }
}
