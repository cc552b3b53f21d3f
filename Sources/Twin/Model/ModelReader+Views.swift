import OData

extension ModelReader {
  /// Adds the entities of `views.csv`, which show rows of the tables read before. Their columns are those of `columns/<view>.csv`: field
  /// `from` names the column of the base where that is another, and the base says what the column is; a line with a type is for a column
  /// that the base does not have. Where `readOnly` is set, nobody writes through it. Where `inherits` is set, all columns of the base that
  /// the file does not name come along.
  func addViews(to parts: inout Parts) throws(ModelError) {
    guard let file = try ModelFile(directory: directory, name: "views.csv") else { return }
    for line in file.lines {
      let name = try line.text("view")
      let baseName = try line.text("table")
      guard let base = parts.tables.first(where: { $0.name == baseName && $0.view == nil }) else {
        throw line.error("there is no table '\(baseName)' that keeps rows")
      }
      var columns: [ColumnDefinition] = []
      var sources: [String: String] = [:]
      for own in try columnFile(of: name).lines {
        let column = try own.text("column")
        guard own["type"].isEmpty else {
          columns.append(try self.column(own, enums: parts.enums))
          continue
        }
        guard let kept = base.column(own.optional("from") ?? column) else {
          throw own.error("\(baseName) has no column '\(own.optional("from") ?? column)'; a column of the view's own needs a type")
        }
        columns.append(kept.shown(as: column, isHidden: try own.flag("hidden", default: false)))
        sources[column] = kept.name
      }
      if try line.flag("inherits", default: false) {
        for column in base.columns where !columns.contains(where: { $0.name == column.name }) {
          columns.append(column)
          sources[column.name] = column.name
        }
      }
      let isReadOnly = try line.flag("readOnly", default: false)
      let view = TableDefinition(
        name: name, entitySet: line.optional("set") ?? name, columns: columns, key: line.list("key"),
        internalName: line.optional("internalName"), capability: line.optional("capability"), isReadOnly: isReadOnly || base.isReadOnly,
        primaryName: line.optional("primaryName"), view: ViewDefinition(base: baseName, columns: sources),
        evidence: try line.evidence(), source: line["source"])
      for key in view.key where sources[key] == nil { throw line.error("key column '\(key)' of '\(name)' is no column of \(baseName)") }
      parts.tables.append(view)
    }
  }
}
