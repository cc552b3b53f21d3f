import OData
public import StrictYAML

/// The YAML form of a project: a template's name and what differs from it.
///
/// ```yaml
/// project: accounts
/// template: Accounts (Sales to Supply Chain Management) - Direct
/// consent: {by: jo@contoso.com, on: 2018-04-03}
/// schedule: {every: 5 minutes, start: 2018-04-03T08:00:00Z}
/// notifications: {on: [warnings, errors], to: [{file: notifications.jsonl}]}
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
    try read(SourceFile(path: file, text: text), catalog: catalog)
  }

  /// - Throws: `MalformedFile` with every complaint and its place in the file.
  public static func read(_ file: SourceFile, catalog: TemplateCatalog) throws(MalformedFile) -> Project {
    let collector = DiagnosticCollector()
    let yaml = try YAML(file)
    shape.check(yaml, collector)
    try collector.throwIfAny()
    let project = read(yaml, catalog, collector)
    try collector.throwIfAny()
    guard let project else { throw MalformedFile([Diagnostic(yaml.position, "this is no project")]) }
    return project
  }

  /// Reads what is of the right shape already.
  /// - Returns: `nil` only when the collector knows why.
  private static func read(_ yaml: YAML, _ catalog: TemplateCatalog, _ collector: DiagnosticCollector) -> Project? {
    guard let root = MapReader(yaml, what: "project", keys: shape.keyNames, collector),
      let name = root.requiredText("project"), let templateName = root.requiredText("template")
    else { return nil }
    guard let template = catalog.template(named: templateName.text) else {
      let hint = Suggestion.phrase(for: templateName.text, among: catalog.names)
      let known = catalog.templates.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
      root.report(templateName.position, "there is no template '\(templateName.text)'\(hint); known are \(known)")
      return nil
    }
    var project = Project(name: name.text, template: template)
    project.consent = consent(root)
    project.organization = root.text("organization")?.text
    project.schedule = schedule(root)
    project.notifications = notifications(root)
    for name in root.texts("removeTasks") {
      attempt(root, at: name.position) { () throws(ProjectError) in try project.removeTask(name.text) }
    }
    for element in root.list("tasks") {
      guard let item = MapReader(element, what: "task", keys: nil, collector) else { continue }
      attempt(item, at: item.position) { () throws(ProjectError) in
        if item.has("rows") { try add(item, element, to: &project, catalog) } else { try apply(item, to: &project, catalog) }
      }
    }
    return project
  }

  private static func attempt(_ map: MapReader, at position: SourcePosition, _ body: () throws(ProjectError) -> Void) {
    do {
      try body()
    } catch {
      map.report(position, error.description)
    }
  }

  private static func consent(_ root: MapReader) -> Consent? {
    guard let map = map("consent", of: root), let giver = map.text("by"), let text = map.text("on") else { return nil }
    guard let date = CalendarDate(text.text) else {
      map.report(text.position, "there is no day '\(text.text)'")
      return nil
    }
    return Consent(givenBy: giver.text, date: date)
  }

  private static func schedule(_ root: MapReader) -> Schedule? {
    guard let map = map("schedule", of: root), let every = map.text("every") else { return nil }
    guard let recurrence = Recurrence(every.text) else {
      map.report(every.position, "'\(every.text)' is more than a schedule can have")
      return nil
    }
    guard let start = moment("start", of: map) else { return nil }
    let end = moment("end", of: map)
    if let end, end < start { map.report(map.keyPosition("end"), "the schedule ends before it starts") }
    return Schedule(every: recurrence, from: start, until: end)
  }

  private static func moment(_ key: String, of map: MapReader) -> Timestamp? {
    guard let text = map.text(key) else { return nil }
    if let time = Timestamp(text.text) { return time }
    map.report(text.position, "there is no moment '\(text.text)'")
    return nil
  }

  private static func notifications(_ root: MapReader) -> NotificationSettings {
    guard let map = map("notifications", of: root) else { return NotificationSettings() }
    let occasions = map.texts("on").compactMap { NotificationSettings.Occasion(rawValue: $0.text) }
    let targets = map.list("to").compactMap { MapReader($0, what: "notification target", keys: nil, map.collector) }
    return NotificationSettings(on: Set(occasions), to: targets.compactMap { target($0) })
  }

  private static func target(_ map: MapReader) -> NotificationTarget? {
    if let path = map.text("file") { return .file(FilePath.beside(path.position.file, path.text)) }
    guard let text = map.text("webhook") else { return nil }
    let address = SecretText(text.text)
    if case .plain(let plain) = address, !plain.hasPrefix("http://"), !plain.hasPrefix("https://") {
      map.report(text.position, "a webhook is an address with http:// or https://, or \(SecretReference.form) where that is kept")
      return nil
    }
    return .webhook(address.beside(text.position.file))
  }

  private static func map(_ key: String, of root: MapReader) -> MapReader? {
    root.value(key).flatMap { MapReader($0, what: key, keys: nil, root.collector) }
  }

  // MARK: Tasks

  private static let keysOfNewTasks = ["source", "destination", "changesWith", "rows"]
  private static let keysOfChanges = ["defaults", "valueMaps", "advancedQuery", "remove", "add"]

  private static func add(
    _ item: MapReader, _ yaml: YAML, to project: inout Project, _ catalog: TemplateCatalog
  ) throws(ProjectError) {
    for key in keysOfChanges where item.has(key) {
      item.report(
        item.keyPosition(key), "a task with rows is a new one, and says everything in its rows; '\(key)' is for tasks of the template")
    }
    let keys = keysOfNewTasks + keysOfChanges + ["task", "filter"]
    if let task = catalog.reader.task(yaml, keys: keys, item.collector) { try project.addTask(task) }
  }

  private static func apply(_ item: MapReader, to project: inout Project, _ catalog: TemplateCatalog) throws(ProjectError) {
    for key in keysOfNewTasks where item.has(key) {
      item.report(item.keyPosition(key), "'\(key)' is for new tasks, which have rows; a task of the template keeps its ends")
    }
    let task = item.text("task")?.text
    if case .scalar(let filter)? = item.value("filter") { try project.setFilter(filter.text.isBlank ? nil : filter.text, task: task) }
    for (destination, value) in item.textMap("defaults") { try project.setDefault(value.text, for: destination.text, task: task) }
    if let maps = item.value("valueMaps").flatMap({ MapReader($0, what: "valueMaps", keys: nil, item.collector) }) {
      for (destination, _) in maps.members {
        let pairs = TemplateReader.pairs(maps.textMap(destination.text))
        try project.mergeValueMap(pairs, for: destination.text, task: task)
      }
    }
    if item.has("advancedQuery") { try project.setQuery(query(item), task: task) }
    for destination in item.texts("remove") { try project.removeRow(destination: destination.text, task: task) }
    for row in item.list("add") {
      if let row = catalog.reader.row(row, item.collector) { try project.addRow(row, task: task) }
    }
  }
}
