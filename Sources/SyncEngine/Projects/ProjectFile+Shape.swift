public import StrictYAML

extension ProjectFile {
  /// What a project file may hold: what the reader checks, and what its JSON Schema is made from.
  public static let shape = MapShape(
    "project", "A project of the engine: a template, and what differs from it.",
    keys: [
      KeyShape("project", .text, isRequired: true, "The name of the project; its history and its positions are kept under it."),
      KeyShape("template", .text, isRequired: true, "The template it is made from: id, short name, or full name in old or new spelling."),
      KeyShape("consent", .map(consent), "Who has agreed that rows leave one system for the other. Without it the project does not run."),
      KeyShape("organization", .text, "The organization mapping of the connection set to run for; the set's own where this is left out."),
      KeyShape("schedule", .map(schedule), "When it runs by itself; without it, it is only run by hand."),
      KeyShape("notifications", .map(notifications), "Who is told how runs ended."),
      KeyShape("removeTasks", .texts, "Tasks of the template that this project does not have."),
      KeyShape("tasks", .list(.map(task)), "What differs in a task, and tasks that the template does not have."),
    ])

  static let moment = ValueShape.form(
    pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})",
    what: "a moment such as 2018-04-03T08:00:00Z")

  private static let consent = MapShape(
    "consent", "Somebody's word that rows may leave one system for the other.",
    keys: [
      KeyShape("by", .text, isRequired: true, "Who agrees."),
      KeyShape("on", .form(pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}", what: "a day such as 2018-04-03"), isRequired: true, "Since when."),
    ])

  private static let schedule = MapShape(
    "schedule", "When a project runs by itself.",
    keys: [
      KeyShape(
        "every", .form(pattern: Recurrence.pattern, what: "a number and a unit, such as 5 minutes, 1 hour, 1 day, 2 weeks, 1 month"),
        isRequired: true, "The distance between runs, one minute at least."),
      KeyShape("start", moment, isRequired: true, "The first run; later ones are counted from it."),
      KeyShape("end", moment, "The last moment a run may begin; for ever where this is left out."),
    ])

  private static let notifications = MapShape(
    "notifications", "Who is told how runs ended. A run that ends Completed tells nobody.",
    keys: [
      KeyShape("on", .list(.word(NotificationSettings.Occasion.allCases.map(\.rawValue))), isRequired: true, "What is told."),
      KeyShape("to", .list(.map(target)), isRequired: true, "Who is told."),
    ])

  private static let target = MapShape(
    "notification target", "Where events go.",
    keys: [
      KeyShape("webhook", .text, "An address that takes a POST with JSON, or env:NAME or file:PATH where that is kept."),
      KeyShape("file", .text, "A file that gets a line of JSON for each event; seen from the folder of the project file."),
    ], oneOf: ["webhook", "file"])

  private static let task = MapShape(
    "task", "A task of the template and what differs in it, or, with rows, a new task.",
    keys: [
      KeyShape("task", .text, "Its name; every task of the project where this is left out."),
      KeyShape("filter", .anyText, "The source filter, as OData text; empty for none."),
      KeyShape("defaults", .names(.anyText), "Destination field: value where the source has none."),
      KeyShape(
        "valueMaps", .names(.names(.anyText)), "Destination field: entries that are added to its value map; the key \"\" is a blank."),
      KeyShape(
        "advancedQuery", .list(.map(queryStep)),
        "Columns that are worked out before rows are mapped. Transforms are then out of use in the whole project, for good."),
      KeyShape("remove", .texts, "Destination fields whose mapping rows this project does not have."),
      KeyShape("add", .list(.map(TemplateReader.rowShape)), "Further mapping rows."),
      KeyShape("source", .map(TemplateReader.endShape), "Of a new task: where rows come from."),
      KeyShape("destination", .map(TemplateReader.endShape), "Of a new task: where they go."),
      KeyShape("changesWith", .texts, "Of a new task: lookups of the source whose change counts as a change of the row."),
      KeyShape("rows", .list(.map(TemplateReader.rowShape)), "Of a new task: its mapping rows. Rows make a task a new one."),
    ])
}
