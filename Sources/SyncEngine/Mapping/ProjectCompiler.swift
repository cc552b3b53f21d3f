import OData

/// Checks a project against the metadata of both ends and lays its tasks out for running. Every problem is found in one go; with a
/// single one the project moves no row (R-ENG-8).
struct ProjectCompiler {
  struct Models: Sendable {
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

  /// - Returns: what follows from the project's tasks, the ends, the keys and the models, and from nothing else; see `CompiledProjects`.
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

extension ProjectCompiler.Models: Equatable {
  /// Read of the same documents. What is read is shared, so that a look at where it lies is enough.
  static func == (one: Self, other: Self) -> Bool {
    one.sales === other.sales && one.supplyChain === other.supplyChain && one.owner == other.owner
      && one.fieldRules.count == other.fieldRules.count
      && one.fieldRules.allSatisfy { system, rules in
        guard let others = other.fieldRules[system], others.count == rules.count else { return false }
        return rules.allSatisfy { others[$0.key] === $0.value }
      }
  }
}
