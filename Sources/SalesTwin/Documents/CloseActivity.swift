import EntityStore
import OData
import Twin

/// The close activity an action brings along as inline JSON: which document it closes, and what people wrote about it.
struct CloseActivity {
  let target: GUID
  private let lookup: String
  private let content: JSONObject
  private let wantedStatus: Int64

  /// - Throws: the refusal of a body without activity or without a document.
  init(_ parameters: JSONObject, name: String, lookup: String, _ work: Work) throws {
    guard let content = parameters[name]?.objectValue else {
      throw work.twin.errors.badBody("The parameter '\(name)' is missing.", table: nil)
    }
    guard let target = EntityReference.id(in: content, lookup) else {
      throw work.twin.errors.badBody("'\(name)' names no document: bind it with '\(lookup)@odata.bind'.", table: nil)
    }
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

  func record(_ table: String, _ work: Work) -> Record {
    var record = work.newRecord(table)
    record["_\(lookup)_value"] = .guid(target)
    record["subject"] = content["subject"]?.stringValue.map(Value.string) ?? .null
    record["description"] = content["description"]?.stringValue.map(Value.string) ?? .null
    record["actualend"] = .timestamp(content["actualend"]?.stringValue.flatMap { Timestamp($0) } ?? work.now)
    return record
  }
}
