import OData

/// R-SET-8: every product fails with a unit group that is not there.
struct UnitGroupCheck: SetupCheck {
  let rule = "R-SET-8"
  let title = "The unit group the product template names exists"
  let place = "the mapping of T4, row defaultuomscheduleid.name"
  let remedy = "Set the default to a unit group of Sales."
  let byHand = "Compare the default of defaultuomscheduleid.name with the unit groups of Sales."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    guard let name = ends.row("T4", "defaultuomscheduleid.name")?.applied(to: ""), !name.isEmpty else {
      return .ok("the template names none")
    }
    let known = try await ends.salesRows("uomschedules", ["name"]).texts("name")
    return known.contains { $0.equalsFolded(name) } ? .ok("'\(name)' is there") : .failed("Sales has no unit group '\(name)'")
  }
}
