import OData

/// Checks a project against the metadata of both ends and lays its tasks out for running. Every problem is found in one go; with a
/// single one the project moves no row (R-ENG-8).
struct ProjectCompiler {
  struct Models {
    let sales: ReadModel
    let supplyChain: ReadModel
    /// What the destinations say of writing their columns, by entity type; one that does not tell is absent.
    var fieldRules: [SystemName: [String: FieldRules]] = [:]

    /// The team that owns the rows made in Sales; `nil` leaves it to Sales.
    var owner: GUID?

    func fieldRules(of type: EntityType, _ system: SystemName) -> FieldRules { fieldRules[system]?[type.name] ?? .none }

    func model(_ system: SystemName) -> EdmModel { read(system).edm }

    func index(of type: EntityType, _ system: SystemName) -> FieldIndex { read(system).index(of: type) }

    private func read(_ system: SystemName) -> ReadModel { system == .sales ? sales : supplyChain }
  }

  let connectionSet: ConnectionSet
  let models: Models

  func compile(_ project: Project) -> (tasks: [TaskPlan], problems: [ValidationProblem]) {
    var plans: [TaskPlan] = []
    var problems: [ValidationProblem] = []
    for task in project.tasks {
      var compiler = TaskCompiler(
        task: task, connectionSet: connectionSet, models: models, byQuery: project.usesAdvancedQuery)
      if let plan = compiler.compile() { plans.append(plan) }
      problems += compiler.problems
    }
    return (plans, problems)
  }
}
