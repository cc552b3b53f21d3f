public import OData

/// What is different between two sets of tasks: a project and its template, or two projects.
public struct ProjectDifference: Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Hashable, Sendable {
    case taskAdded, taskRemoved, filterChanged, queryChanged, rowAdded, rowRemoved, rowChanged, orderChanged
  }

  public let kind: Kind
  public let task: String
  /// The destination field, for rows.
  public let field: String?
  /// What there was, in the form a person reads; `nil` for what is new.
  public let before: String?
  /// What there is; `nil` for what is gone.
  public let after: String?

  public var description: String {
    let what =
      switch kind {
      case .taskAdded: "+ task '\(task)'"
      case .taskRemoved: "- task '\(task)'"
      case .orderChanged: "~ order of tasks"
      case .filterChanged: "~ '\(task)': filter"
      case .queryChanged: "~ '\(task)': advanced query"
      case .rowAdded: "+ '\(task)': \(field ?? "")"
      case .rowRemoved: "- '\(task)': \(field ?? "")"
      case .rowChanged: "~ '\(task)': \(field ?? "")"
      }
    var text = what
    if let before { text += "\n    - \(before)" }
    if let after { text += "\n    + \(after)" }
    return text
  }

  public var json: JSON {
    func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
    return [
      "kind": .string(kind.rawValue), "task": .string(task), "field": text(field), "before": text(before), "after": text(after),
    ]
  }

  /// What has to be done to `old` to make it `new`, in the order of tasks and rows.
  public static func between(_ old: [TaskDefinition], _ new: [TaskDefinition]) -> [ProjectDifference] {
    var result: [ProjectDifference] = []
    for task in old where !new.contains(where: { $0.isNamed(task.name) }) {
      result.append(ProjectDifference(kind: .taskRemoved, task: task.name, field: nil, before: nil, after: nil))
    }
    for task in new {
      if let before = old.first(where: { $0.isNamed(task.name) }) {
        result += between(before, task)
      } else {
        result.append(ProjectDifference(kind: .taskAdded, task: task.name, field: nil, before: nil, after: nil))
      }
    }
    let kept = old.map(\.name).filter { name in new.contains { $0.isNamed(name) } }
    let now = new.compactMap { task in old.first { $0.isNamed(task.name) }?.name }
    if kept != now {
      result.append(
        ProjectDifference(
          kind: .orderChanged, task: "", field: nil, before: kept.joined(separator: ", "), after: now.joined(separator: ", ")))
    }
    return result
  }

  private static func between(_ old: TaskDefinition, _ new: TaskDefinition) -> [ProjectDifference] {
    var result: [ProjectDifference] = []
    if old.filter != new.filter {
      result.append(
        ProjectDifference(kind: .filterChanged, task: new.name, field: nil, before: old.filter ?? "(none)", after: new.filter ?? "(none)"))
    }
    if old.query != new.query {
      result.append(
        ProjectDifference(kind: .queryChanged, task: new.name, field: nil, before: old.query.description, after: new.query.description))
    }
    var unseen = old.rows
    var rows: [ProjectDifference] = []
    for row in new.rows {
      let after = row.shown
      guard let index = unseen.firstIndex(where: { $0.destination.isSame(as: row.destination) }) else {
        rows.append(ProjectDifference(kind: .rowAdded, task: new.name, field: "\(row.destination)", before: nil, after: after))
        continue
      }
      let before = unseen.remove(at: index).shown
      if before != after {
        rows.append(ProjectDifference(kind: .rowChanged, task: new.name, field: "\(row.destination)", before: before, after: after))
      }
    }
    for row in unseen {
      result.append(ProjectDifference(kind: .rowRemoved, task: new.name, field: "\(row.destination)", before: row.shown, after: nil))
    }
    return result + rows
  }
}

extension MappingRow {
  /// What it does, without what is known about it.
  var shown: String {
    let transforms = transforms.map { TemplateFile.transform($0) }.joined(separator: ", ")
    return line + (transforms.isEmpty ? "" : "  [\(transforms)]")
  }
}
