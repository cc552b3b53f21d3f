public import OData

/// Who asks, as query functions need it.
public struct QueryCaller: Sendable {
  public let user: GUID
  public let businessUnit: GUID
  public let teams: [GUID]

  public init(user: GUID, businessUnit: GUID, teams: [GUID]) {
    self.user = user
    self.businessUnit = businessUnit
    self.teams = teams
  }
}
