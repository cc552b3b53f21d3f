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
    if !found { throw .unknownRow(project: name, destination: destination) }
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
    if !found { throw .unknownRow(project: name, destination: destination) }
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
  case unknownRow(project: String, destination: String)

  public var description: String {
    switch self {
    case .unknownTask(let project, let task, let known):
      "project '\(project)' has no task '\(task)'; its tasks are \(known.joined(separator: ", "))"
    case .unknownRow(let project, let destination):
      "project '\(project)' has no mapping row with the destination '\(destination)'; add one, or correct the name"
    }
  }
}
