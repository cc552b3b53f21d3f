import OData

/// What an engine has compiled of projects, each as it was run the last time. It holds for as long as the project, its organization and
/// what is known of both ends are the same.
struct CompiledProjects {
  typealias Result = (tasks: [TaskPlan], problems: [ValidationProblem])

  private struct Basis: Equatable {
    let tasks: [TaskDefinition]
    let organization: OrganizationMapping
    let owner: GUID?
  }

  /// By name of the project.
  private var known: [String: (basis: Basis, result: Result)] = [:]

  /// - Parameter connectionSet: the engine's, run for the project's organization.
  mutating func result(
    of project: Project, over connectionSet: ConnectionSet, _ models: ProjectCompiler.Models
  ) -> Result {
    let basis = Basis(tasks: project.tasks, organization: connectionSet.organization, owner: models.owner)
    if let known = known[project.name], known.basis == basis { return known.result }
    let result = ProjectCompiler(connectionSet: connectionSet, models: models).compile(project)
    known[project.name] = (basis, result)
    return result
  }

  /// For when the metadata of the ends is read anew.
  mutating func clear() { known.removeAll() }
}
