import EntityStore
import OData
import Twin

/// The states of the tables, their statuses and the default status of each.
///
/// quote, salesorder, invoice, product, pricelevel [sourced: ER:*]; account, contact, currency, unit group, close activities
/// [inferred].
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

  static func of(_ table: String) -> StateModel? {
    switch table {
    case "quote":
      StateModel(states: [
        State(0, "Draft", [1], default: 1), State(1, "Active", [2, 3], default: 2), State(2, "Won", [4], default: 4),
        State(3, "Closed", [5, 6, 7], default: 7),
      ])
    case "salesorder":
      StateModel(states: [
        State(0, "Active", [1, 2, 690_970_000], default: 1), State(1, "Submitted", [3], default: 3),
        State(2, "Canceled", [4], default: 4), State(3, "Fulfilled", [100_001, 100_002], default: 100_001),
        State(4, "Invoiced", [100_003], default: 100_003),
      ])
    case "invoice":
      // The closed state and its statuses are deprecated; its default in the metadata is a status of another state.
      StateModel(states: [
        State(0, "Active", [1, 2, 4, 5, 6], default: 1), State(1, "Closed", [3, 7], default: 3),
        State(2, "Paid", [100_001, 100_002], default: 100_001), State(3, "Canceled", [100_003], default: 100_003),
      ])
    case "product":
      StateModel(states: [
        State(0, "Active", [1], default: 1), State(1, "Retired", [2], default: 2), State(2, "Draft", [0], default: 0),
        State(3, "Under Revision", [3], default: 3),
      ])
    case "pricelevel", "discounttype":
      StateModel(states: [State(0, "Active", [100_001], default: 100_001), State(1, "Inactive", [100_002], default: 100_002)])
    case "account", "contact", "transactioncurrency", "uomschedule":
      StateModel(states: [State(0, "Active", [1], default: 1), State(1, "Inactive", [2], default: 2)])
    case "quoteclose", "orderclose":
      StateModel(states: [
        State(0, "Open", [1], default: 1), State(1, "Completed", [2], default: 2), State(2, "Canceled", [3], default: 3),
      ])
    default: nil
    }
  }

  func state(_ value: Int64) -> State? { states.first { $0.value == value } }

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
