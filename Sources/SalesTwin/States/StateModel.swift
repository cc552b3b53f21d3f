import EntityStore
import OData
import Twin

/// The life cycle of a table: its states with the statuses each allows, and the moves between them.
struct StateModel: Sendable {
  struct State: Sendable {
    let value: Int64
    let label: String
    let defaultStatus: Int64
    let statuses: [Int64]

    init(_ value: Int64, _ label: String, _ statuses: [Int64], default defaultStatus: Int64) {
      self.value = value
      self.label = label
      self.statuses = statuses
      self.defaultStatus = defaultStatus
    }
  }

  let states: [State]
  let moves: [StateMove]

  func state(_ value: Int64) -> State? { states.first { $0.value == value } }
  func move(from: Int64, to: Int64) -> StateMove? { moves.first { $0.from == from && $0.to == to } }

  /// Completes and checks `statecode` and `statuscode`: a state alone takes its default status, a status alone brings its
  /// state, both must belong together [inferred: section 3 of the Web API notes].
  /// - Throws: InvalidStateCodeStatusCode.
  static func resolve(_ record: inout Record) throws {
    guard record.sends("statecode", or: "statuscode"), let model = of(record.table.name) else { return }
    // A new row may bring a status, but it starts in the state the model gives it.
    let sendsState = record.sends("statecode") && !record["statecode"].isNull
    let sendsStatus = record.sends("statuscode") && !record["statuscode"].isNull
    let current = record.original?["statecode"].intValue ?? record.schema.columns.first { $0.name == "statecode" }?.defaultValue.intValue
    var wanted = sendsState ? record.int("statecode") : current ?? model.states[0].value
    if sendsStatus, !sendsState, !record.isNew {
      let status = record.int("statuscode")
      let keeps = model.state(wanted)?.statuses.contains(status) ?? false
      if !keeps, let state = model.states.first(where: { $0.statuses.contains(status) }) { wanted = state.value }
    }
    guard let state = model.state(wanted) else { return }
    let unchanged = current == wanted && !record.isNew
    let status = sendsStatus ? record.int("statuscode") : unchanged ? record.original?["statuscode"].intValue : state.defaultStatus
    let chosen = status ?? state.defaultStatus
    guard state.statuses.contains(chosen) else {
      throw SalesErrors.invalidStatus(chosen, state: state.label, table: record.table.name, id: record.guid(record.table.key[0]) ?? .zero)
    }
    record.set("statecode", .int(wanted))
    record.set("statuscode", .int(chosen))
  }

  /// Whether an update may take the row where it asks to go. To be asked after `resolve`.
  /// - Throws: the refusal of a move that is none, or that only an action makes; of a request for nothing but the state a row has
  ///   already, where the product has a refusal for that.
  static func checkUpdate(_ record: Record) throws {
    guard let original = record.original, record.sends("statecode", or: "statuscode"), let model = of(record.table.name) else { return }
    if let change = record.stateChange {
      if model.move(from: change.from, to: change.to)?.byUpdate == true { return }
      throw StateRefusal.move(original, of: record.table, to: change.to)
    }
    // An integration that repeats the state beside other columns asks for no move [inferred].
    guard record.sends("statecode"), !record.changes("statuscode"), record.sendsOnly(["statecode", "statuscode"]),
      let state = original["statecode"].intValue, let refusal = StateRefusal.staying(record.table.name, in: state)
    else { return }
    throw refusal
  }

  /// Whether an action may take a row to a state.
  /// - Throws: the refusal of the move.
  static func check(_ row: Row, of table: TableDefinition, to state: Int64, by action: String) throws {
    let from = row["statecode"].intValue ?? 0
    if of(table.name)?.move(from: from, to: state)?.actions.contains(action) == true { return }
    throw StateRefusal.move(row, of: table, to: state)
  }
}

extension Record {
  /// Whether the client sent either column, where the table has them.
  func sends(_ first: String, or second: String) -> Bool {
    hasColumn(first) && hasColumn(second) && (sends(first) || sends(second))
  }

  /// The stored state and the one the record asks for.
  var stateChange: (from: Int64, to: Int64)? {
    guard let from = original?["statecode"].intValue, let to = self["statecode"].intValue, from != to else { return nil }
    return (from, to)
  }
}
