import OData
import Testing
import Twin

@testable import SalesTwin

@Suite("Life cycles")
struct LifeCycleTests {
  @Test("The moves of the model are those of the documentation, no more and no less", arguments: LifeCycle.all)
  func moves(cycle: LifeCycle) throws {
    let model = try #require(StateModel.of(cycle.table))
    let found = Set(
      model.moves.map { LifeCycle.Move(from: $0.from, to: $0.to, byUpdate: $0.byUpdate, actions: $0.actions.sorted()) })
    #expect(found == Set(cycle.moves))
    #expect(model.moves.count == cycle.moves.count)
  }

  @Test("An update moves a row exactly where its life cycle allows, with every status of the state", arguments: LifeCycle.cases)
  func updates(_ test: LifeCycle.Case) throws {
    let driver = try LifeCycleDriver(test.cycle)
    let state = try #require(StateModel.of(test.cycle.table)?.state(test.pair.to))
    let target = ExactDecimal(test.pair.to)
    if test.pair.from != test.pair.to {
      let isAllowed = test.cycle.move(test.pair)?.byUpdate ?? false
      for status in state.statuses {
        for body: JSON in [
          ["statecode": .number(target), "statuscode": .number(ExactDecimal(status))], ["statuscode": .number(ExactDecimal(status))],
        ] {
          try check(driver, test, body, isAllowed: isAllowed, status: status)
        }
      }
      try check(driver, test, ["statecode": .number(target)], isAllowed: isAllowed, status: state.defaultStatus)
    } else {
      try stays(driver, test, state)
    }
    let foreign = (StateModel.of(test.cycle.table)?.states ?? []).flatMap(\.statuses).filter { !state.statuses.contains($0) }
    let id = try driver.row(in: test.pair.from)
    for status in foreign {
      let body: JSON = ["statecode": .number(target), "statuscode": .number(ExactDecimal(status))]
      #expect(try driver.sales.refusal(.patch, driver.path(id), body) == "0x80048408", "status \(status)")
    }
  }

  private func check(_ driver: LifeCycleDriver, _ test: LifeCycle.Case, _ body: JSON, isAllowed: Bool, status: Int64) throws {
    let id = try driver.row(in: test.pair.from)
    let before = try driver.sales.get(driver.path(id))
    if isAllowed {
      try driver.sales.patch(driver.path(id), body)
      let after = try driver.sales.get(driver.path(id))
      #expect(try number(after, "statecode") == ExactDecimal(test.pair.to), "\(body)")
      #expect(try number(after, "statuscode") == ExactDecimal(status), "\(body)")
      try sideEffects(driver, test, id)
    } else {
      #expect(try driver.sales.refusal(.patch, driver.path(id), body) == test.cycle.code(test.pair), "\(body)")
      #expect(try driver.sales.get(driver.path(id)) == before, "a refused move changes nothing")
    }
  }

  /// A request for the state a row has changes nothing, or is refused where the product has a code for it; another status of the
  /// state is taken unless the row is read-only.
  private func stays(_ driver: LifeCycleDriver, _ test: LifeCycle.Case, _ state: StateModel.State) throws {
    let id = try driver.row(in: test.pair.from)
    let before = try number(try driver.sales.get(driver.path(id)), "statuscode")
    let body: JSON = ["statecode": .number(ExactDecimal(test.pair.to))]
    if let code = test.cycle.staying[test.pair.from] {
      #expect(try driver.sales.refusal(.patch, driver.path(id), body) == code)
    } else {
      try driver.sales.patch(driver.path(id), body)
    }
    #expect(try number(try driver.sales.get(driver.path(id)), "statuscode") == before)
    for status in state.statuses where ExactDecimal(status) != before {
      let body: JSON = ["statuscode": .number(ExactDecimal(status))]
      if test.cycle.table == "invoice", test.pair.from != 0 {
        #expect(try driver.sales.refusal(.patch, driver.path(id), body) == "0x80043b09")
      } else {
        try driver.sales.patch(driver.path(id), body)
        #expect(try number(try driver.sales.get(driver.path(id)), "statuscode") == ExactDecimal(status))
      }
    }
  }

  @Test("An action moves a row exactly from the states it works from, with every status of its state", arguments: LifeCycle.cases)
  func actions(_ test: LifeCycle.Case) throws {
    let actions = test.cycle.actions.filter { $0.to == test.pair.to }
    guard !actions.isEmpty else { return }
    let driver = try LifeCycleDriver(test.cycle)
    let state = try #require(StateModel.of(test.cycle.table)?.state(test.pair.to))
    for action in actions {
      guard action.from.contains(test.pair.from) else {
        let id = try driver.row(in: test.pair.from)
        let before = try driver.sales.get(driver.path(id))
        let activities = try driver.activities(id).count
        let response = driver.run(action, id, status: state.defaultStatus)
        #expect(response.status == 400, "\(action.name): \(response.text)")
        #expect(try JSON(decoding: response.body)["error"]?["code"]?.stringValue == test.cycle.code(test.pair), "\(action.name)")
        #expect(try driver.sales.get(driver.path(id)) == before, "\(action.name)")
        #expect(try driver.activities(id).count == activities, "\(action.name)")
        continue
      }
      for status in action.takesStatus ? state.statuses + [-1] : [state.defaultStatus] {
        let id = try driver.row(in: test.pair.from)
        let response = driver.run(action, id, status: status)
        #expect(response.status == (action.name == "QualifyLead" || !action.takesStatus ? 200 : 204), "\(action.name): \(response.text)")
        let after = try driver.sales.get(driver.path(id))
        #expect(try number(after, "statecode") == ExactDecimal(test.pair.to), "\(action.name) \(status)")
        if action.takesStatus {
          #expect(try number(after, "statuscode") == ExactDecimal(status == -1 ? state.defaultStatus : status), "\(action.name)")
        }
        try sideEffects(driver, test, id)
      }
      guard action.takesStatus else { continue }
      let id = try driver.row(in: test.pair.from)
      let foreign = (StateModel.of(test.cycle.table)?.states ?? []).flatMap(\.statuses).filter { !state.statuses.contains($0) }
      for status in foreign {
        let response = driver.run(action, id, status: status)
        #expect(try JSON(decoding: response.body)["error"]?["code"]?.stringValue == "0x80048408", "\(action.name) \(status)")
      }
    }
  }

  /// What a move leaves behind beside the state.
  private func sideEffects(_ driver: LifeCycleDriver, _ test: LifeCycle.Case, _ id: String) throws {
    let row = try driver.sales.get(driver.path(id))
    let table = test.cycle.table
    if let kind = DocumentKind.allCases.first(where: { $0.header == table }) {
      let set = kind == .opportunity ? "opportunityproducts" : "\(table)details"
      let lines = try driver.sales.list("\(set)?$filter=_\(table)id_value eq \(id)")
      #expect(!lines.isEmpty)
      for line in lines { #expect(line[kind.lineStateColumn] == row["statecode"], "lines show the state of their document") }
    }
    switch (table, test.pair.to) {
    case ("quote", 2), ("quote", 3):
      #expect(row["closedon"] == "2018-04-03")
    case ("salesorder", 1): #expect(row["submitdate"] == "2018-04-03T08:00:00Z")
    case ("salesorder", 3): #expect(row["datefulfilled"] == "2018-04-03T08:00:00Z")
    case ("opportunity", 0):
      #expect(row["actualclosedate"] == .null)
      #expect(row["actualvalue"] == .null)
    case ("opportunity", _): #expect(row["actualclosedate"] == "2018-04-03T08:00:00Z")
    default: break
    }
    if test.cycle.moves.contains(where: { $0.to == test.pair.to && !$0.byUpdate }), table != "lead" {
      for activity in try driver.activities(id) {
        #expect(try number(activity, "statecode") == 1, "a close activity is completed")
        #expect(activity["actualend"] == "2018-04-03T08:00:00Z")
      }
    }
  }
}

extension LifeCycle: CustomTestStringConvertible {
  var testDescription: String { table }
}
