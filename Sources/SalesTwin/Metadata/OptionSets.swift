import OData
import Twin

/// Lists of choices.
enum OptionSets {
  /// The lists that several tables share: their names by column [inferred: names of global choices in the table reference].
  static func globalName(of column: String, in table: String) -> String? {
    let isLine = table.hasSuffix("detail")
    switch column {
    case "pricingerrorcode": return "qooi_pricingerrorcode"
    case "skippricecalculation": return isLine ? "qooidetail_skippricecalculation" : "qooi_skippricecalculation"
    case "producttypecode" where isLine: return "qooiproduct_producttypecode"
    case "propertyconfigurationstatus" where isLine: return "qooiproduct_propertiesconfigurationstatus"
    default: return nil
    }
  }

  static func global(_ name: String, _ choices: [ColumnDefinition.Choice]) -> MetadataNode {
    node(name, type: "Picklist", isGlobal: true, choices: choices)
  }

  static func local(_ column: ColumnDefinition, of table: TableDefinition, kind: String) -> MetadataNode {
    node("\(table.name)_\(column.name)", type: kind, isGlobal: false, choices: column.choices)
  }

  static func yesNo(_ column: ColumnDefinition, of table: TableDefinition) -> MetadataNode {
    let name = "\(table.name)_\(column.name)"
    var members = common(name, type: "Boolean", isGlobal: false)
    members.append("TrueOption", option(1, "Yes", of: name))
    members.append("FalseOption", option(0, "No", of: name))
    return MetadataNode("BooleanOptionSetMetadata", members)
  }

  private static func node(_ name: String, type: String, isGlobal: Bool, choices: [ColumnDefinition.Choice]) -> MetadataNode {
    var members = common(name, type: type, isGlobal: isGlobal)
    members.append("Options", .array(choices.map { option($0.value, $0.label, of: name) }))
    return MetadataNode("OptionSetMetadata", members)
  }

  private static func common(_ name: String, type: String, isGlobal: Bool) -> JSONObject {
    [
      "MetadataId": .string(MetadataID.text("choices", name)), "Name": .string(name), "OptionSetType": .string(type),
      "IsGlobal": .bool(isGlobal), "IsCustomOptionSet": .bool(name.contains("msdyn")), "IsManaged": true,
      "DisplayName": MetadataLabels.label(MetadataLabels.words(name), id: name), "Description": MetadataLabels.label(nil, id: name),
      "IsCustomizable": MetadataLabels.managed(true, "iscustomizable"), "HasChanged": nil, "IntroducedVersion": nil,
    ]
  }

  private static func option(_ value: Int64, _ label: String, of name: String) -> JSON {
    [
      "Value": JSON(Value.int(value)), "Label": MetadataLabels.label(label, id: "\(name).\(value)"),
      "Description": MetadataLabels.label(nil, id: name), "Color": nil, "IsManaged": true, "ExternalValue": "", "MetadataId": nil,
      "HasChanged": nil, "ParentValues": [],
    ]
  }
}
