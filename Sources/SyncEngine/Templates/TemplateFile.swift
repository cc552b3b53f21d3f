import StrictYAML

/// Templates as YAML files that a catalog can read.
public enum TemplateFile {
  /// A project saved as a template: its tasks as they are now, under a name and an id of its own (sourced: DI-25, "Save as template").
  /// Whatever belongs to the project alone, such as its schedule and consent, stays behind.
  public static func template(of project: Project, name: String, id: String, version: String? = nil) -> Template {
    Template(name: name, id: id, version: version, aliases: [], requires: [], tasks: project.tasks)
  }

  /// The file's text; reading it gives the same template again.
  public static func text(_ template: Template) -> String {
    var lines = ["template: \(YAMLText.quoted(template.name))", "id: \(YAMLText.scalar(template.id))"]
    if let version = template.version { lines.append("version: \(YAMLText.quoted(version))") }
    if !template.aliases.isEmpty { lines.append("aliases: \(YAMLText.flow(template.aliases))") }
    if !template.requires.isEmpty { lines.append("requires: \(YAMLText.flow(template.requires))") }
    lines.append("tasks:")
    for task in template.tasks { lines += Self.lines(task) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ task: TaskDefinition) -> [String] {
    var lines = ["  - task: \(YAMLText.quoted(task.name))"]
    if !task.aliases.isEmpty { lines.append("    aliases: \(YAMLText.flow(task.aliases))") }
    lines.append("    source: \(end(task.source))")
    lines.append("    destination: \(end(task.destination))")
    if let filter = task.filter { lines.append("    filter: \(YAMLText.quoted(filter))") }
    if let evidence = task.filterEvidence { lines.append("    filterEvidence: \(evidence.rawValue)") }
    if let source = task.filterSource { lines.append("    filterFrom: \(YAMLText.quoted(source))") }
    if !task.changesWith.isEmpty { lines.append("    changesWith: \(YAMLText.flow(task.changesWith))") }
    lines.append(task.rows.isEmpty ? "    rows: []" : "    rows:")
    return lines + task.rows.map { "      - \(row($0))" }
  }

  private static func end(_ end: TaskDefinition.End) -> String {
    YAMLText.flow([("system", end.system.rawValue), ("entity", end.entity)])
  }

  /// A mapping row as templates and projects write it, on one line.
  static func row(_ row: MappingRow) -> String {
    var members: [String] = []
    if let source = row.source { members.append("source: \(YAMLText.scalar(source.description))") }
    members.append("map: \(YAMLText.quoted(row.mapType.rawValue))")
    members.append("destination: \(YAMLText.scalar(row.destination.description))")
    if row.isKey { members.append("key: true") }
    if !row.transforms.isEmpty { members.append("transforms: [\(row.transforms.map(transform).joined(separator: ", "))]") }
    members.append("evidence: \(row.evidence.rawValue)")
    if let source = row.evidenceSource { members.append("from: \(YAMLText.quoted(source))") }
    if let note = row.note { members.append("note: \(YAMLText.quoted(note))") }
    return "{\(members.joined(separator: ", "))}"
  }

  static func transform(_ transform: Transform) -> String {
    switch transform {
    case .setDefault(let made): "{transformType: Default, defaultValue: \(YAMLText.quoted(made.value))}"
    case .valueMap(let map): "{transformType: ValueMap, valueMap: \(pairs(map))}"
    case .truncate, .countryRegionNameToISOCode: "{transformType: \(transform.typeName)}"
    }
  }

  static func pairs(_ map: ValueMapTransform) -> String {
    YAMLText.flow(map.pairs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }
}
