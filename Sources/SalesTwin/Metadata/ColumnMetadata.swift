import OData
import Twin

/// Definitions of columns, as the metadata types of Dataverse show them (sourced: reference of the metadata types; values of
/// the members clients do not act on are inferred).
struct ColumnMetadata {
  let table: TableDefinition

  func nodes(visible: EntityType) -> [MetadataNode] {
    var nodes: [MetadataNode] = []
    for (position, column) in table.columns.enumerated() where visible.property(column.name) != nil {
      nodes.append(node(of: column, number: position + 1))
    }
    for (position, lookup) in table.lookups.enumerated() where visible.property(lookup.column) != nil {
      nodes.append(node(of: lookup, number: table.columns.count + position + 1))
    }
    return nodes
  }

  private func node(of column: ColumnDefinition, number: Int) -> MetadataNode {
    let (kind, type) = kinds(of: column)
    var members = common(
      column.name, kind: kind, label: column.label, number: number, requirement: column.requirement, canCreate: column.canCreate,
      canUpdate: column.canUpdate)
    switch kind {
    case "String":
      members.append("Format", "Text")
      members.append("FormatName", ["Value": "Text"])
      members.append("MaxLength", json(column.maxLength ?? 100))
      members.append("DatabaseLength", json((column.maxLength ?? 100) * 2))
    case "Memo":
      members.append("Format", "TextArea")
      members.append("FormatName", ["Value": "TextArea"])
      members.append("MaxLength", json(column.maxLength ?? 2000))
    case "Integer":
      members.append("Format", "None")
      members.append("MinValue", .number(column.minimum ?? ExactDecimal(Int64(Int32.min))))
      members.append("MaxValue", .number(column.maximum ?? ExactDecimal(Int64(Int32.max))))
    case "BigInt":
      members.append("MinValue", JSON(Value.int(.min)))
      members.append("MaxValue", JSON(Value.int(.max)))
    case "Decimal", "Money":
      members.append("MinValue", .number(column.minimum ?? -ExactDecimal(100_000_000_000)))
      members.append("MaxValue", .number(column.maximum ?? ExactDecimal(100_000_000_000)))
      members.append("Precision", json(column.scale))
      if kind == "Money" {
        members.append("PrecisionSource", json(MoneyPrecision.of(column.name, in: table.name).source))
        members.append("IsBaseCurrency", .bool(column.name.hasSuffix("_base")))
      }
    case "DateTime":
      members.append("Format", column.type == .date || column.isDateOnly ? "DateOnly" : "DateAndTime")
      members.append("DateTimeBehavior", ["Value": column.type == .date ? "DateOnly" : "UserLocal"])
    default: break
    }
    var node = MetadataNode(type, members)
    if kind == "Boolean" { node.singles.append(("OptionSet", OptionSets.yesNo(column, of: table))) }
    if !column.choices.isEmpty {
      let global = OptionSets.globalName(of: column.name, in: table.name).map { OptionSets.global($0, column.choices) }
      node.singles.append(("OptionSet", global ?? OptionSets.local(column, of: table, kind: kind)))
      node.singles.append(("GlobalOptionSet", global))
    }
    return node
  }

  /// `AttributeType` and the metadata type.
  private func kinds(of column: ColumnDefinition) -> (kind: String, type: String) {
    func same(_ kind: String) -> (String, String) { (kind, "\(kind)AttributeMetadata") }
    switch column.type {
    case .int32 where !column.choices.isEmpty:
      return column.name == "statecode" ? same("State") : column.name == "statuscode" ? same("Status") : same("Picklist")
    case .int32: return same("Integer")
    case .int64: return same("BigInt")
    // Four decimals are what money has and nothing else.
    case .decimal: return column.scale == 4 ? same("Money") : same("Decimal")
    case .boolean: return same("Boolean")
    case .date, .dateTimeOffset: return same("DateTime")
    case .guid: return ("Uniqueidentifier", "UniqueIdentifierAttributeMetadata")
    case .string, .double, .binary, .enumeration: return (column.maxLength ?? 0) >= 1000 ? same("Memo") : same("String")
    }
  }

  private func node(of lookup: LookupDefinition, number: Int) -> MetadataNode {
    let kind =
      lookup.name == "ownerid" ? "Owner" : Set(lookup.targets.map(\.table)) == ["account", "contact"] ? "Customer" : "Lookup"
    var members = common(
      lookup.name, kind: kind, label: nil, number: number, requirement: lookup.requirement, canCreate: lookup.canCreate,
      canUpdate: lookup.canUpdate, schemaName: lookup.targets.count == 1 ? lookup.targets[0].navigation : nil)
    members.append("Targets", .array(lookup.targets.map { .string($0.table) }))
    members.append("Format", "None")
    return MetadataNode("LookupAttributeMetadata", members)
  }

  private func common(
    _ name: String, kind: String, label: String?, number: Int, requirement: RequirementLevel, canCreate: Bool, canUpdate: Bool,
    schemaName: String? = nil
  ) -> JSONObject {
    let id = "\(table.name).\(name)"
    let isCustom = name.hasPrefix("msdyn")
    let shown = schemaName.flatMap { $0.lowercased() == $0 ? nil : $0 } ?? MetadataLabels.schemaName(name)
    return [
      "MetadataId": .string(MetadataID.text("column", table.name, name)), "LogicalName": .string(name), "SchemaName": .string(shown),
      "EntityLogicalName": .string(table.name), "AttributeType": .string(kind), "AttributeTypeName": ["Value": .string("\(kind)Type")],
      "AttributeOf": nil, "ColumnNumber": json(number), "DisplayName": MetadataLabels.label(label ?? MetadataLabels.words(name), id: id),
      "Description": MetadataLabels.label(nil, id: id), "IsPrimaryId": .bool(table.key.contains(name) || name == "\(table.name)id"),
      "IsPrimaryName": .bool(table.primaryName == name), "IsValidForCreate": .bool(canCreate), "IsValidForRead": true,
      "IsValidForUpdate": .bool(canUpdate), "IsValidODataAttribute": true, "IsLogical": false, "IsCustomAttribute": .bool(isCustom),
      "IsManaged": true, "IsFilterable": true, "IsSearchable": true, "IsRetrievable": true, "IsSecured": false,
      "RequiredLevel": [
        "Value": .string(Self.name(of: requirement)), "CanBeChanged": .bool(requirement != .system),
        "ManagedPropertyLogicalName": "canmodifyrequirementlevelsettings",
      ],
      "IsValidForAdvancedFind": MetadataLabels.managed(true, "canmodifysearchsettings"),
      "IsCustomizable": MetadataLabels.managed(true, "iscustomizable"), "IsRenameable": MetadataLabels.managed(true, "isrenameable"),
      "IsAuditEnabled": MetadataLabels.managed(true, "canmodifyauditsettings"),
      "IsSortableEnabled": MetadataLabels.managed(true, "canmodifyissortablesettings"),
      "IntroducedVersion": "1.0.0.0", "SourceType": 0, "HasChanged": nil,
    ]
  }

  private static func name(of requirement: RequirementLevel) -> String {
    switch requirement {
    case .none: "None"
    case .recommended: "Recommended"
    case .application: "ApplicationRequired"
    case .system: "SystemRequired"
    }
  }

  private func json(_ number: Int) -> JSON { JSON(Value.int(Int64(number))) }
}
