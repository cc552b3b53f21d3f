import StrictYAML

/// The file a new project begins with: complete, with everything of its template to see and to change.
public enum ProjectStarter {
  /// The text of that file; reading it gives a project that does what the template does.
  public static func text(name: String, template: Template) -> String {
    var lines = [
      "# A project of the template \(template.id). Every task is below with what it does; lines behind # show what else can be said.",
      "# `p2c project validate`, `show` and `diff` look at this file; docs/projects.md describes it.",
      "project: \(YAMLText.scalar(name))",
      "template: \(YAMLText.quoted(template.name))",
    ]
    if !template.requires.isEmpty {
      lines.append("# Its rows need those of \(template.requires.joined(separator: ", ")) to be there before.")
    }
    lines += [
      "",
      "# Rows leave one system for another, which may keep less strict rules about data and stand in another region. The project does",
      "# not run before somebody who may decide that has agreed:",
      "# consent: {by: you@example.com, on: 2018-04-03}",
      "",
      "# The organization mapping of the connection set; its first one where nothing stands here.",
      "# organization: usmf",
      "",
      "# Without a schedule it is run by hand. Units are minutes, hours, days, weeks and months.",
      "# schedule: {every: 1 hour, start: 2018-04-03T08:00:00Z}",
      "",
      "# Who is told. Addresses that are secrets stand elsewhere: {webhook: env:NAME}.",
      "# notifications: {on: [warnings, errors, missedRuns], to: [{file: notifications.jsonl}]}",
      "",
      "tasks:",
    ]
    for task in template.tasks { lines += Self.lines(task) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ task: TaskDefinition) -> [String] {
    var lines = [
      "  # \(task.source.system.title) \(task.source.entity) to \(task.destination.system.title) \(task.destination.entity)",
      "  - task: \(YAMLText.quoted(task.name))",
    ]
    if let filter = task.filter {
      let founded = [task.filterEvidence?.rawValue, task.filterSource].compactMap { $0 }.joined(separator: ", ")
      lines.append("    filter: \(YAMLText.quoted(filter))" + (founded.isEmpty ? "" : "  # \(founded)"))
    } else {
      lines.append(
        "    # No filter: every row goes. filter: \"\(task.source.system == .sales ? "statecode eq 0" : "CurrencyCode eq 'USD'")\"")
    }
    let defaults = task.rows.compactMap { row in row.defaultValue.map { (row, $0) } }
    if !defaults.isEmpty {
      lines.append("    # Values where the source has none. Those marked proposed are ours: look at them first.")
      lines.append("    defaults:")
      for (row, value) in defaults {
        lines.append("      \(YAMLText.scalar(row.destination.description)): \(YAMLText.quoted(value))  # \(founded(row))")
      }
    }
    let maps = task.rows.filter { $0.valueMap != nil }
    if !maps.isEmpty {
      lines.append("    # Entries that are added to value maps; those of the template stay:")
      lines.append("    # valueMaps:")
      for row in maps {
        guard let map = row.valueMap else { continue }
        lines.append("    #   \(row.destination): \(TemplateFile.pairs(map))  # \(founded(row))")
      }
    }
    lines.append("    # remove: [DESTINATION]  # rows that this project does not have")
    lines.append("    # add: [{source: COLUMN, destination: FIELD}]  # rows that only this project has")
    lines.append("    # The mapping of the template:")
    return lines + task.rows.map { "    #   \($0.line)" } + [""]
  }

  private static func founded(_ row: MappingRow) -> String {
    row.evidence.rawValue + (row.evidenceSource.map { ", \($0)" } ?? "")
  }
}

extension SystemName {
  /// As people call it.
  public var title: String {
    switch self {
    case .sales: "Sales"
    case .supplyChain: "Supply Chain"
    }
  }
}

extension MappingRow {
  /// The value of its Default, if it has one.
  public var defaultValue: String? {
    for case .setDefault(let transform) in transforms { return transform.value }
    return nil
  }

  public var valueMap: ValueMapTransform? {
    for case .valueMap(let map) in transforms { return map }
    return nil
  }

  /// One line: source, map type, destination, and that it is part of the key.
  public var line: String {
    "\(source.map { "\($0)" } ?? "(constant)") \(mapType.rawValue) \(destination)\(isKey ? "  (key)" : "")"
  }
}
