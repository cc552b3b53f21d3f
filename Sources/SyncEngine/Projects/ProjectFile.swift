import Yams

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
  /// - Throws: `YAMLError` with the place in the file.
  public static func read(_ text: String, file: String, catalog: TemplateCatalog) throws -> Project {
    let root = try YAMLMapping(try YAMLMapping.document(text, file: file), file: file, keys: ["project", "template", "tasks"])
    let templateName = try root.requiredText("template")
    guard let template = catalog.template(named: templateName) else {
      let known = catalog.templates.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
      throw root.error("there is no template '\(templateName)'; known are \(known)", at: "template")
    }
    var project = Project(name: try root.requiredText("project"), template: template)
    for node in try root.list("tasks") {
      let item = try YAMLMapping(node, file: file, keys: ["task", "filter", "defaults", "valueMaps", "remove", "add"])
      do {
        try apply(item, to: &project, catalog: catalog)
      } catch let error as ProjectError {
        throw item.error(error.description)
      }
    }
    return project
  }

  private static func apply(_ item: YAMLMapping, to project: inout Project, catalog: TemplateCatalog) throws {
    let task = try item.text("task")
    if let filter = try item.text("filter") { try project.setFilter(filter.isBlank ? nil : filter, task: task) }
    for (destination, value) in try item.textMap("defaults").sorted(by: { $0.key < $1.key }) {
      try project.setDefault(value, for: destination, task: task)
    }
    if let node = item.value("valueMaps") {
      let maps = try YAMLMapping(node, file: item.file, keys: nil)
      for (destination, _) in maps.members { try project.mergeValueMap(try maps.textMap(destination), for: destination, task: task) }
    }
    for destination in try item.texts("remove") { try project.removeRow(destination: destination, task: task) }
    for node in try item.list("add") { try project.addRow(try catalog.reader.row(node, file: item.file), task: task) }
  }
}
