import EntityStore
import OData
import Twin

/// InitializeFrom: the body of a new row with what it takes over from another one; nothing is stored [sourced:
/// W:create-entity-web-api; which columns: inferred].
enum InitializeFrom {
  static func run(_ parameters: JSONObject, _ work: Work) throws -> OperationResult {
    let model = work.twin.model
    let visible = model.tables.filter { model.edm.entityType($0.name) != nil }
    guard let (source, _) = try EntityReference.row(parameters["EntityMoniker"], of: visible.map(\.name), "EntityMoniker", work) else {
      throw work.twin.errors.badBody("InitializeFrom needs an EntityMoniker.", table: nil)
    }
    let name = parameters["TargetEntityName"]?.stringValue ?? ""
    guard let target = visible.first(where: { $0.name == name }), let type = model.edm.entityType(name) else {
      throw ServiceError(status: 400, code: "0x80041102", message: "The specified entity was not found. Entity name: '\(name)'.")
    }
    let fields = parameters["TargetFieldType"]?.stringValue ?? "All"
    let values = try values(of: source, for: target, work)
    guard !values.isEmpty else {
      throw SalesErrors.invalid("There is no mapping from \(source.table.name) to \(name), so nothing can be initialized.")
    }
    var body: JSONObject = ["@odata.type": .string("#\(model.namespace).\(name)")]
    for (column, value) in values where !value.isNull {
      if let lookup = target.lookups.first(where: { $0.column == column }) {
        guard includes(fields, lookup.canCreate, lookup.canUpdate), let id = value.guidValue,
          let (navigation, linked) = link(lookup, from: source, value, work)
        else { continue }
        body["\(navigation)@odata.bind"] = .string("\(linked.entitySet)(\(id))")
      } else if let definition = target.column(column), type.property(column) != nil,
        includes(fields, definition.canCreate, definition.canUpdate)
      {
        body[column] = JSON(value)
      }
    }
    return .value(.object(body), type: "\(target.entitySet)/$entity")
  }

  /// `TargetFieldType` by its members' names [sourced: reference of the enumeration].
  private static func includes(_ fields: String, _ canCreate: Bool, _ canUpdate: Bool) -> Bool {
    switch fields {
    case "ValidForCreate": canCreate
    case "ValidForUpdate": canUpdate
    default: true
    }
  }

  private static func values(of source: Row, for target: TableDefinition, _ work: Work) throws -> [(column: String, value: Value)] {
    if let from = DocumentKind.allCases.first(where: { $0.header == source.table.name }),
      let to = DocumentKind.allCases.first(where: { $0.header == target.name }), from.precedes(to)
    {
      let record = DocumentCopy.header(source, from: from, to: to, work)
      var values: [(String, Value)] = []
      for (index, column) in record.schema.columns.enumerated() where source.table.index(of: column.name) != nil {
        values.append((column.name, record.values[index]))
      }
      let back = "_\(from.keyColumn)_value"
      return record.hasColumn(back) ? values.filter { $0.0 != back } + [(back, source[from.keyColumn])] : values
    }
    return ColumnMap.values(of: source, for: target.name)
  }

  /// The navigation property to bind by, and the table it leads to.
  private static func link(
    _ lookup: LookupDefinition, from source: Row, _ value: Value, _ work: Work
  ) -> (navigation: String, table: TableDefinition)? {
    let target: LookupDefinition.Target?
    if lookup.targets.count == 1 {
      target = lookup.targets.first
    } else {
      // The source itself, or the lookup of the same name that came over from it.
      let kind = lookup.typeColumn.flatMap { source.table.index(of: $0) == nil ? nil : source[$0].stringValue } ?? source.table.name
      target = lookup.targets.first { $0.table == kind }
    }
    return target.flatMap { target in work.twin.model.table(target.table).map { (target.navigation, $0) } }
  }
}

extension DocumentKind {
  /// Whether documents of the other kind are made from this one: a quote from an opportunity, an order from a quote, an invoice from
  /// an order.
  func precedes(_ other: DocumentKind) -> Bool {
    switch (self, other) {
    case (.opportunity, .quote), (.opportunity, .order), (.opportunity, .invoice), (.quote, .order), (.order, .invoice): true
    default: false
    }
  }
}
