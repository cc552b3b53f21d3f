public import StrictYAML

/// The YAML form of a project: a template's name and what differs from it.
///
/// ```yaml
/// project: accounts
/// template: Accounts (Sales to Supply Chain Management) - Direct
/// tasks:
///   - task: Accounts - Customers
///     filter: address1_country eq 'US'
///     defaults: {CUSTOMERGROUPID: "20"}
///     valueMaps: {ADDRESSCOUNTRYREGIONISOCODE: {"": US}}
///     remove: [PRIMARYCONTACTFAX]
///     add:
///       - {source: primarytwitterid, destination: PrimaryContactTwitter}
/// ```
public enum ProjectFile {
  /// - Throws: `MalformedFile` with every complaint and its place in the file.
  public static func read(_ text: String, file: String, catalog: TemplateCatalog) throws(MalformedFile) -> Project {
    let collector = DiagnosticCollector()
    let yaml = try YAML(SourceFile(path: file, text: text))
    let project = read(yaml, catalog, collector)
    try collector.throwIfAny()
    guard let project else { throw MalformedFile([Diagnostic(yaml.position, "this is no project")]) }
    return project
  }

  /// - Returns: `nil` only when the collector knows why.
  private static func read(_ yaml: YAML, _ catalog: TemplateCatalog, _ collector: DiagnosticCollector) -> Project? {
    guard let root = MapReader(yaml, what: "project", keys: ["project", "template", "tasks"], collector),
      let name = root.requiredText("project"), let templateName = root.requiredText("template")
    else { return nil }
    guard let template = catalog.template(named: templateName.text) else {
      let known = catalog.templates.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
      root.report(templateName.position, "there is no template '\(templateName.text)'; known are \(known)")
      return nil
    }
    var project = Project(name: name.text, template: template)
    for element in root.list("tasks") {
      let keys = ["task", "filter", "defaults", "valueMaps", "remove", "add"]
      guard let item = MapReader(element, what: "task", keys: keys, collector) else { continue }
      do {
        try apply(item, to: &project, catalog)
      } catch {
        item.report(item.position, error.description)
      }
    }
    return project
  }

  private static func apply(_ item: MapReader, to project: inout Project, _ catalog: TemplateCatalog) throws(ProjectError) {
    let task = item.text("task")?.text
    if case .scalar(let filter)? = item.value("filter") { try project.setFilter(filter.text.isBlank ? nil : filter.text, task: task) }
    for (destination, value) in item.textMap("defaults") { try project.setDefault(value.text, for: destination.text, task: task) }
    if let maps = item.value("valueMaps").flatMap({ MapReader($0, what: "valueMaps", keys: nil, item.collector) }) {
      for (destination, _) in maps.members {
        let pairs = TemplateReader.pairs(maps.textMap(destination.text))
        try project.mergeValueMap(pairs, for: destination.text, task: task)
      }
    }
    for destination in item.texts("remove") { try project.removeRow(destination: destination.text, task: task) }
    for row in item.list("add") {
      if let row = catalog.reader.row(row, item.collector) { try project.addRow(row, task: task) }
    }
  }
}
