public import StrictYAML

extension ProjectFile {
  static let queryStep = MapShape(
    "advanced query step", "A column that is worked out before rows are mapped.",
    keys: [
      KeyShape("column", .text, isRequired: true, "Its name; a column of the source of that name is replaced."),
      KeyShape("is", .text, isRequired: true, "What it is worked out from, in the syntax of $filter."),
      KeyShape("to", .text, "The destination field that gets it; its mapping row is changed, or made."),
    ])

  /// The `advancedQuery` of a task, or whatever mapping has that key. What is wrong with it is reported with its place.
  public static func query(_ item: MapReader) -> AdvancedQuery {
    let steps = item.list("advancedQuery")
    if steps.count > AdvancedQuery.stepsMax {
      item.report(item.keyPosition("advancedQuery"), "an advanced query has at most \(AdvancedQuery.stepsMax) steps")
    }
    return AdvancedQuery(steps.compactMap { step($0, item.collector) })
  }

  private static func step(_ yaml: YAML, _ collector: DiagnosticCollector) -> AdvancedQuery.Step? {
    guard let map = MapReader(yaml, what: "advanced query step", keys: queryStep.keyNames, collector),
      let column = map.requiredText("column"), let text = map.requiredText("is")
    else { return nil }
    var destination: FieldPath?
    if let to = map.text("to") {
      destination = FieldPath(to.text)
      if destination == nil { map.report(to.position, "'\(to.text)' is neither a column nor a path") }
    }
    do {
      return AdvancedQuery.Step(
        column: column.text, expression: try QueryExpression(text.text, at: text.textPosition), destination: destination)
    } catch {
      map.report(error.position ?? text.position, "\(error.message) in '\(text.text)'")
      return nil
    }
  }
}

extension YAML.Scalar {
  /// Where the first character of the text stands: behind the quote, if there is one.
  fileprivate var textPosition: SourcePosition {
    SourcePosition(file: position.file, line: position.line, column: position.column + (isQuoted ? 1 : 0))
  }
}
