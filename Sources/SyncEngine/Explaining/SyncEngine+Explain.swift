extension SyncEngine {
  /// Where the records of one key are, what holds each back, and what would move it. Asks both systems and the ledger; changes nothing,
  /// and needs no lease.
  /// - Parameter key: a business key, with or without the company and with or without its last parts, or the key of a source row.
  /// - Throws: `ServiceFailure` where an end does not answer, `SQLiteError`.
  public func explain(_ project: Project, key: String) async throws -> Explanation {
    let options = RunOptions()
    let compiled = try await compiled(project, options)
    guard compiled.problems.isEmpty else { return Explanation(project: project.name, key: key, problems: compiled.problems, tasks: []) }
    var tasks: [TaskExplanation] = []
    for plan in compiled.tasks {
      let explainer = TaskExplainer(
        plan: plan, project: project.name, ledger: ledger, source: clients.client(of: connectionSet.endpoint(plan.source.system), options),
        destination: clients.client(of: connectionSet.endpoint(plan.destination.system), options), options: options)
      tasks.append(try await explainer.explain(key))
    }
    return Explanation(project: project.name, key: key, problems: [], tasks: tasks)
  }
}
