import OData
import Synchronization

/// What was compiled of projects, shared by engines of one process: in every world of a suite the same templates meet the same models.
final class CompiledProjects: Sendable {
  typealias Result = (tasks: [TaskPlan], problems: [ValidationProblem])

  /// All that a result follows from.
  private struct Basis: Equatable, Sendable {
    let tasks: [TaskDefinition]
    let usesAdvancedQuery: Bool
    let ends: [TaskPlan.End]
    let organization: OrganizationMapping
    let integrationKeys: IntegrationKeys
    /// Problems name it.
    let connectionSet: String
    let models: ProjectCompiler.Models
  }

  /// Projects that are kept, and of each the last so many bases; beyond it all are let go.
  private static let projectsMax = 128
  private static let basesMax = 8

  /// By name of the project.
  private let known = Mutex<[String: [(basis: Basis, result: Result)]]>([:])

  /// - Parameter connectionSet: the engine's, run for the project's organization.
  func result(of project: Project, over connectionSet: ConnectionSet, _ models: ProjectCompiler.Models) -> Result {
    let basis = Basis(
      tasks: project.tasks, usesAdvancedQuery: project.usesAdvancedQuery,
      ends: [TaskPlan.End(.sales, in: connectionSet), TaskPlan.End(.supplyChain, in: connectionSet)],
      organization: connectionSet.organization, integrationKeys: connectionSet.integrationKeys, connectionSet: connectionSet.name,
      models: models)
    if let known = known.withLock({ $0[project.name]?.first { $0.basis == basis }?.result }) { return known }
    let result = ProjectCompiler(connectionSet: connectionSet, models: models).compile(project)
    known.withLock { known in
      if known.count >= Self.projectsMax { known.removeAll() }
      var bases = known[project.name] ?? []
      if bases.count >= Self.basesMax { bases.removeAll() }
      bases.append((basis, result))
      known[project.name] = bases
    }
    return result
  }
}
