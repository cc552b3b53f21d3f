import OData

/// R-SET-1: rows belong to the team, and fail where it may do nothing, whatever the user may do.
struct TeamRoleCheck: SetupCheck {
  let rule = "R-SET-1"
  let title = "The default team of the business unit has a role"
  let place = "Sales: Settings, Security, Teams"
  let remedy = "Give the team a role with at least Read on the tables of the templates."
  let byHand = "Open the default team of the business unit and look at Manage roles."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let teams = try await ends.salesRows("teams", ["name"], filter: "isdefault eq true", expand: "teamroles_association($select=name)")
    guard !teams.isEmpty else { return .unknown("Sales answers no default team") }
    let without = teams.filter { ($0["teamroles_association"]?.arrayValue ?? []).isEmpty }.texts("name")
    return .missing(without, { "no role at the team \($0)" }, otherwise: "every default team has a role")
  }
}
