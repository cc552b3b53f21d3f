import StrictYAML

/// A template with what makes it one's own: the thing that runs (data-integration.md 1.1).
///
/// ```swift
/// var project = Project(name: "accounts", template: template)
/// try project.setDefault("20", for: "CUSTOMERGROUPID")
/// ```
public struct Project: Sendable {
  public let name: String
  /// Name of the template it was made from.
  public let templateName: String
  public var tasks: [TaskDefinition]
  /// `nil` for a project that may not run yet (R-ENG-14).
  public var consent: Consent? = .ofTheProgram
  /// Name of the organization mapping of the connection set it runs for; `nil` for the set's own.
  public var organization: String?
  /// `nil` for a project that is only run by hand.
  public var schedule: Schedule?
  public var notifications = NotificationSettings()

  public init(name: String, template: Template) {
    self.name = name
    templateName = template.name
    tasks = template.tasks
  }

  public init(name: String, templateName: String, tasks: [TaskDefinition]) {
    self.name = name
    self.templateName = templateName
    self.tasks = tasks
  }

  /// Some task has an advanced query. Then transforms are out of use in the whole project, and it stays so (R-ENG-13).
  public var usesAdvancedQuery: Bool { tasks.contains { !$0.query.isEmpty } }

  /// Gives a task an advanced query.
  /// - Throws: `ProjectError` where there is no such task.
  public mutating func setQuery(_ query: AdvancedQuery, task: String? = nil) throws(ProjectError) {
    for index in try indices(of: task) { tasks[index].query = query }
  }

  /// Replaces the default of a row, or gives it one.
  /// - Parameter task: `nil` for every task that has a row of that destination.
  /// - Throws: `ProjectError` where there is no such task or row.
  public mutating func setDefault(_ value: String, for destination: String, task: String? = nil) throws(ProjectError) {
    try change(destination, task) { row in
      row.mapType = .function
      let made = Transform.setDefault(DefaultTransform(value))
      let known = row.transforms.firstIndex { $0.typeName == DefaultTransform.typeName }
      if let known { row.transforms[known] = made } else { row.transforms.insert(made, at: 0) }
    }
  }

  /// Adds entries to the value map of a row, or gives it one. Entries replace those of the same key; the key "" stands for blank.
  /// - Throws: `ProjectError` where there is no such task or row.
  public mutating func mergeValueMap(_ entries: [String: String], for destination: String, task: String? = nil) throws(ProjectError) {
    try change(destination, task) { row in
      row.mapType = .function
      for (index, transform) in row.transforms.enumerated() {
        guard case .valueMap(let map) = transform else { continue }
        row.transforms[index] = .valueMap(map.merging(entries))
        return
      }
      row.transforms.append(.valueMap(ValueMapTransform(entries)))
    }
  }

  /// Replaces the source filter of a task; `nil` takes it away.
  /// - Throws: `ProjectError` where there is no such task.
  public mutating func setFilter(_ filter: String?, task: String? = nil) throws(ProjectError) {
    for index in try indices(of: task) {
      tasks[index].filter = filter
      tasks[index].filterEvidence = nil
      tasks[index].filterSource = nil
    }
  }

  /// Adds a task behind the others, as Add task does.
  /// - Throws: `ProjectError` where there is one of that name.
  public mutating func addTask(_ task: TaskDefinition) throws(ProjectError) {
    if tasks.contains(where: { $0.isNamed(task.name) }) { throw .taskExists(project: name, task: task.name) }
    tasks.append(task)
  }

  /// - Throws: `ProjectError` where there is no such task.
  public mutating func removeTask(_ task: String) throws(ProjectError) {
    for index in try indices(of: task) { tasks.remove(at: index) }
  }

  /// - Throws: `ProjectError` where there is no such task.
  public mutating func addRow(_ row: MappingRow, task: String? = nil) throws(ProjectError) {
    for index in try indices(of: task) { tasks[index].rows.append(row) }
  }

  /// - Throws: `ProjectError` where there is no such task or row.
  public mutating func removeRow(destination: String, task: String? = nil) throws(ProjectError) {
    var found = false
    for index in try indices(of: task) {
      let before = tasks[index].rows.count
      tasks[index].rows.removeAll { Self.matches($0, destination) }
      found = found || tasks[index].rows.count < before
    }
    if !found { throw unknownRow(destination, task) }
  }

  /// Takes a row's source and transforms away, which leaves it half filled: such a project does not run.
  /// - Throws: `ProjectError` where there is no such task or row.
  public mutating func emptyRow(destination: String, task: String? = nil) throws(ProjectError) {
    try change(destination, task) { row in
      row.source = nil
      row.transforms = []
    }
  }

  private mutating func change(_ destination: String, _ task: String?, _ body: (inout MappingRow) -> Void) throws(ProjectError) {
    var found = false
    for index in try indices(of: task) {
      for row in tasks[index].rows.indices where Self.matches(tasks[index].rows[row], destination) {
        body(&tasks[index].rows[row])
        found = true
      }
    }
    if !found { throw unknownRow(destination, task) }
  }

  private func unknownRow(_ destination: String, _ task: String?) -> ProjectError {
    let searched = tasks.filter { candidate in task.map { candidate.isNamed($0) } ?? true }
    return .unknownRow(project: name, destination: destination, known: searched.flatMap(\.rows).map { "\($0.destination)" })
  }

  private func indices(of task: String?) throws(ProjectError) -> [Int] {
    guard let task else { return Array(tasks.indices) }
    guard let index = tasks.firstIndex(where: { $0.isNamed(task) }) else {
      throw .unknownTask(project: name, task: task, known: tasks.map(\.name))
    }
    return [index]
  }

  private static func matches(_ row: MappingRow, _ destination: String) -> Bool {
    row.destination.description.equalsFolded(FieldPath(destination)?.description ?? destination)
  }
}

/// A change of a project that names something the project does not have.
public enum ProjectError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownTask(project: String, task: String, known: [String])
  case unknownRow(project: String, destination: String, known: [String])
  case taskExists(project: String, task: String)

  public var description: String {
    switch self {
    case .unknownTask(let project, let task, let known):
      "project '\(project)' has no task '\(task)'\(Suggestion.phrase(for: task, among: known)); its tasks are \(known.joined(separator: ", "))"
    case .unknownRow(let project, let destination, let known):
      "project '\(project)' has no mapping row with the destination '\(destination)'"
        + "\(Suggestion.phrase(for: destination, among: known)); add one, or correct the name"
    case .taskExists(let project, let task): "project '\(project)' has a task '\(task)' already; give the new one another name"
    }
  }
}
