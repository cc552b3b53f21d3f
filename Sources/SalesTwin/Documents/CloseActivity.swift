import EntityStore
import OData
import Twin

/// The close activity an action brings along as inline JSON: which document it closes, and what people wrote about it.
struct CloseActivity {
  let target: GUID
  private let table: TableDefinition
  private let lookup: String
  private let content: JSONObject
  private let wantedStatus: Int64

  /// - Throws: the refusal of a body without activity or without a document, or with what the activity has no column for.
  init(_ parameters: JSONObject, name: String, table: String, lookup: String, _ work: Work) throws {
    let table = work.table(table)
    guard let content = parameters[name]?.objectValue else {
      throw work.twin.errors.badBody("The parameter '\(name)' is missing.", table: nil)
    }
    guard let target = EntityReference.id(in: content, lookup) else {
      throw work.twin.errors.badBody("'\(name)' names no document: bind it with '\(lookup)@odata.bind'.", table: nil)
    }
    for member in content.members
    where !member.name.contains("@") && table.column(member.name) == nil
      && !table.lookups.contains(where: { lookup in lookup.targets.contains { $0.navigation == member.name } })
    {
      throw work.twin.errors.unknownPropertyInBody(member.name, table: table)
    }
    self.table = table
    self.content = content
    self.target = target
    self.lookup = lookup
    wantedStatus = parameters["Status"]?.numberValue?.exactInt64 ?? -1
  }

  /// The status asked for; -1 means the state's default [inferred].
  /// - Throws: InvalidStateCodeStatusCode.
  func status(of state: Int64, _ table: String, id: GUID) throws -> Int64 {
    guard let model = StateModel.of(table)?.state(state) else { preconditionFailure("\(table) has no state \(state)") }
    if wantedStatus == -1 { return model.defaultStatus }
    guard model.statuses.contains(wantedStatus) else {
      throw SalesErrors.invalidStatus(wantedStatus, state: model.label, table: table, id: id)
    }
    return wantedStatus
  }

  /// The activity, not stored yet.
  func record(_ work: Work) -> Record {
    Self.record(
      table.name, lookup, target, subject: content["subject"]?.stringValue, description: content["description"]?.stringValue,
      end: content["actualend"]?.stringValue, work)
  }

  /// A number that people wrote into the activity; null where they wrote none.
  /// - Throws: the refusal of what is no number or out of the column's range.
  func decimal(_ name: String, _ work: Work) throws -> Value {
    guard let json = content[name], !json.isNull, let column = table.column(name) else { return .null }
    guard let number = json.numberValue else {
      throw work.twin.errors.badBody("Cannot convert the value of property '\(name)' to Edm.Decimal.", table: table)
    }
    if let minimum = column.minimum, number < minimum { throw work.twin.errors.outOfRange(column: column, table: table) }
    if let maximum = column.maximum, number > maximum { throw work.twin.errors.outOfRange(column: column, table: table) }
    return .decimal(number)
  }

  /// An activity about a document, under both of the lookups it is found by. It is done when it is made; when it ended, if nobody
  /// says, is now.
  static func record(
    _ table: String, _ lookup: String, _ target: GUID, subject: String?, description: String?, end: String?, _ work: Work
  ) -> Record {
    var record = work.newRecord(table)
    record["_\(lookup)_value"] = .guid(target)
    record["_regardingobjectid_value"] = .guid(target)
    record["subject"] = subject.map(Value.string) ?? .null
    record["description"] = description.map(Value.string) ?? .null
    record["actualend"] = .timestamp(end.flatMap { Timestamp($0) } ?? work.now)
    return record
  }
}
