/// What the engine refuses to begin.
public enum SyncError: Error, Hashable, Sendable, CustomStringConvertible {
  case alreadyRunning(project: String)
  case noConsent(project: String)
  case advancedQueryStays(project: String)
  case unknownOrganization(project: String, organization: String, connectionSet: String, known: [String])

  public var description: String {
    switch self {
    case .alreadyRunning(let project): "project '\(project)' is running; a second execution begins when the first has ended"
    case .noConsent(let project):
      "project '\(project)' has no consent: its rows leave one system for another, which may keep less strict rules about data and stand in "
        + "another region. Somebody who may decide that has to agree: 'consent: {by: NAME, on: DATE}' in the project file"
    case .advancedQueryStays(let project):
      "project '\(project)' has run with an advanced query and cannot go back to transforms; keep the query, or make a project of another "
        + "name"
    case .unknownOrganization(let project, let organization, let connectionSet, let known):
      "project '\(project)' runs for the organization '\(organization)', which connection set '\(connectionSet)' does not have; "
        + "it has \(known.joined(separator: ", "))"
    }
  }
}
