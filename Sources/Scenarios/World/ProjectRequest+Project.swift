public import SyncEngine

extension ProjectRequest {
  /// The template, or the project of a file, with what the request changes.
  /// - Throws: `UnusableAnswer` for what is no such template or edit.
  public func project(_ catalog: TemplateCatalog) throws -> Project {
    var project: Project
    if let written {
      project = written.project
    } else if let found = catalog.template(named: ProjectNames.number(template) ?? template) {
      project = Project(name: name, template: found)
    } else {
      throw UnusableAnswer(message: "the engine has no template '\(template)'")
    }
    if !hasConsent { project.consent = nil }
    do {
      for override in overrides { try apply(override, to: &project) }
    } catch let error as ProjectError {
      throw UnusableAnswer(message: "\(error)")
    }
    return project
  }

  private func apply(_ override: ProjectOverride, to project: inout Project) throws {
    let task = override.task.isEmpty ? nil : override.task
    switch override.edit {
    case .defaultValue(let field, let value): try project.setDefault(value, for: field, task: task)
    case .constant(let field, let value):
      guard let to = FieldPath(field) else { throw UnusableAnswer(message: "'\(field)' is no field") }
      let row = MappingRow(source: nil, mapType: .function, destination: to, transforms: [.setDefault(DefaultTransform(value))])
      try project.addRow(row, task: task)
    case .valueMap(let field, let entries): try project.mergeValueMap(entries, for: field, task: task)
    case .filter(let filter): try project.setFilter(filter.isEmpty ? nil : filter, task: task)
    case .advancedQuery(let query): try project.setQuery(query, task: task)
    case .empty(let field): try project.emptyRow(destination: field, task: task)
    case .unmap(let field): try project.removeRow(destination: field, task: task)
    case .map(let source, let field):
      guard let from = FieldPath(source), let to = FieldPath(field) else {
        throw UnusableAnswer(message: "'\(source)' or '\(field)' is no field")
      }
      try project.addRow(MappingRow(source: from, destination: to), task: task)
    }
  }
}
