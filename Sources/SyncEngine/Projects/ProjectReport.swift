public import OData

/// A project for people and programs to look at: tasks, mappings, defaults, filters, and how well each is founded.
public struct ProjectReport {
  private let project: Project
  private let template: Template?

  /// - Parameter template: the one it was made from.
  public init(_ project: Project, template: Template?) {
    self.project = project
    self.template = template
  }

  public var text: String {
    var lines = ["\(project.name)", "  template       \(template.map { "\($0.id), \($0.name)" } ?? project.templateName)"]
    if let version = template?.version { lines.append("  version        \(version)") }
    lines.append("  consent        \(project.consent.map { "\($0)" } ?? "not given: the project does not run")")
    lines.append("  organization   \(project.organization ?? "the connection set's own")")
    lines.append("  schedule       \(project.schedule.map { "\($0)" } ?? "none: run by hand")")
    let occasions = project.notifications.occasions.map(\.rawValue).sorted().joined(separator: ", ")
    let targets = project.notifications.targets.map(\.label).joined(separator: ", ")
    lines.append("  notifications  \(targets.isEmpty || occasions.isEmpty ? "none" : "\(occasions), to \(targets)")")
    for task in project.tasks { lines += Self.lines(task) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ task: TaskDefinition) -> [String] {
    var lines = [
      "",
      "  \(task.name): \(task.source.system.title) \(task.source.entity) to \(task.destination.system.title) \(task.destination.entity)",
    ]
    let founded = [task.filterEvidence?.rawValue, task.filterSource].compactMap { $0 }.joined(separator: ", ")
    lines.append("    filter  \(task.filter ?? "none")" + (founded.isEmpty ? "" : "  (\(founded))"))
    for step in task.query.steps { lines.append("    column  \(step)") }
    let cells = task.rows.map { row in
      [
        row.source.map { "\($0)" } ?? "", row.mapType.rawValue, "\(row.destination)\(row.isKey ? " (key)" : "")", row.evidence.rawValue,
        row.transforms.map { TemplateFile.transform($0) }.joined(separator: ", "),
      ]
    }
    let widths = (0..<4).map { column in cells.map { $0[column].count }.max() ?? 0 }
    for row in cells {
      var line = "    "
      for (column, width) in widths.enumerated() { line += row[column] + String(repeating: " ", count: width - row[column].count + 2) }
      line += row[4]
      while line.hasSuffix(" ") { line.removeLast() }
      lines.append(line)
    }
    return lines
  }

  public var json: JSON {
    [
      "project": .string(project.name), "template": .string(project.templateName), "templateID": Self.text(template?.id),
      "templateVersion": Self.text(template?.version), "consent": Self.text(project.consent.map { "\($0)" }),
      "organization": Self.text(project.organization), "schedule": project.schedule.map(Self.schedule) ?? .null,
      "notifications": [
        "on": .array(project.notifications.occasions.map(\.rawValue).sorted().map { .string($0) }),
        "to": .array(project.notifications.targets.map { .string($0.label) }),
      ],
      "tasks": .array(project.tasks.map(Self.task)),
    ]
  }

  private static func schedule(_ schedule: Schedule) -> JSON {
    [
      "every": .string("\(schedule.recurrence)"), "start": .string("\(schedule.start)"), "end": text(schedule.end.map { "\($0)" }),
    ]
  }

  private static func task(_ task: TaskDefinition) -> JSON {
    func end(_ end: TaskDefinition.End) -> JSON {
      ["system": .string(end.system.rawValue), "entity": .string(end.entity), "entitySet": .string(end.entitySet)]
    }
    return [
      "task": .string(task.name), "source": end(task.source), "destination": end(task.destination), "filter": text(task.filter),
      "filterEvidence": text(task.filterEvidence?.rawValue), "filterFrom": text(task.filterSource),
      "advancedQuery": .array(task.query.steps.map { .string("\($0)") }), "rows": .array(task.rows.map(row)),
    ]
  }

  private static func row(_ row: MappingRow) -> JSON {
    [
      "source": text(row.source.map { "\($0)" }), "map": .string(row.mapType.rawValue), "destination": .string("\(row.destination)"),
      "key": .bool(row.isKey), "default": text(row.defaultValue),
      "valueMap": row.valueMap.map { map in
        .object(JSONObject(map.pairs.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }))
      } ?? .null,
      "transforms": .array(row.transforms.map { .string($0.typeName) }), "evidence": .string(row.evidence.rawValue),
      "from": text(row.evidenceSource), "note": text(row.note),
    ]
  }

  private static func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
}

extension Schedule: CustomStringConvertible {
  public var description: String { "every \(recurrence) from \(start)" + (end.map { " to \($0)" } ?? "") }
}
