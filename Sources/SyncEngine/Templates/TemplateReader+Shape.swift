public import StrictYAML

extension TemplateCatalog {
  /// What a template file may hold: what the reader checks, and what its JSON Schema is made from.
  public static let fileShape = TemplateReader.templateShape
}

extension TemplateReader {
  static let templateShape = MapShape(
    "template", "A blueprint for projects: tasks with their mappings.",
    keys: [
      KeyShape("template", .text, isRequired: true, "Its name."),
      KeyShape("id", .text, isRequired: true, "A short name that no other template has."),
      KeyShape("version", .text, "Which edition of the template this is."),
      KeyShape("aliases", .texts, "Other names it answers to."),
      KeyShape("requires", .texts, "Ids of templates whose projects must have run before."),
      KeyShape("tasks", .list(.map(taskShape)), isRequired: true, "Its tasks, in the order in which they run."),
    ])

  static let taskShape = MapShape(
    "task", "One entity of one system to one entity of the other.",
    keys: [
      KeyShape("task", .text, isRequired: true, "Its name."),
      KeyShape("aliases", .texts, "Other names it answers to."),
      KeyShape("source", .map(endShape), isRequired: true, "Where rows come from."),
      KeyShape("destination", .map(endShape), isRequired: true, "Where they go."),
      KeyShape("filter", .text, "The source filter, as OData text."),
      KeyShape("filterEvidence", evidenceShape, "How well the filter is founded."),
      KeyShape("filterFrom", .text, "Where the filter is from."),
      KeyShape("changesWith", .texts, "Lookups of the source whose change counts as a change of the row."),
      KeyShape("rows", .list(.map(rowShape)), isRequired: true, "The mapping."),
    ])

  static let endShape = MapShape(
    "end", "An entity of a system.",
    keys: [
      KeyShape("system", .word(SystemName.allCases.map(\.rawValue)), isRequired: true, "The system."),
      KeyShape("entity", .text, isRequired: true, "The entity: an entity set, or the name that pages and templates use."),
    ])

  static let rowShape = MapShape(
    "row", "Where a value comes from, what happens to it, where it goes.",
    keys: [
      KeyShape(
        "source", .text, "A column, or a column of a related row as in transactioncurrencyid.isocurrencycode; nothing for a constant."),
      KeyShape("map", .word(MappingRow.MapType.allCases.map(\.rawValue)), "= for a copy, Fn for a copy with transforms."),
      KeyShape("destination", .text, isRequired: true, "The field of the destination."),
      KeyShape("key", .flag, "Whether a row in which this is blank stays where it is."),
      KeyShape("transforms", .list(.map(transformShape)), "What happens to the value, in order."),
      KeyShape("evidence", evidenceShape, "How well the transforms are founded."),
      KeyShape("from", .text, "Where they are from."),
      KeyShape("note", .text, "What else there is to know."),
    ])

  static let transformShape = MapShape(
    "transform", "A transform in the form the product stores.",
    keys: [
      KeyShape(
        "transformType",
        .word([DefaultTransform.typeName, ValueMapTransform.typeName, TruncateTransform.typeName, CountryRegionTransform.typeName]),
        isRequired: true, "What it does."),
      KeyShape("defaultValue", .anyText, "Of a Default: the value where the source has none."),
      KeyShape("valueMap", .names(.anyText), "Of a ValueMap: source value to destination value; the key \"\" is a blank."),
      KeyShape("valueMapName", .text, "Of a ValueMap: one that comes with the engine, to which the entries of valueMap are added."),
    ])

  private static let evidenceShape = ValueShape.word(Evidence.allCases.map(\.rawValue))
}
