import OData

/// Labels and the small values that come up everywhere in metadata.
enum MetadataLabels {
  /// The language of every new system.
  static let language: Int64 = 1033

  static func label(_ text: String?, id: String) -> JSON {
    guard let text, !text.isEmpty else { return ["LocalizedLabels": [], "UserLocalizedLabel": nil] }
    let localized: JSON = [
      "Label": .string(text), "LanguageCode": JSON(Value.int(language)), "IsManaged": true,
      "MetadataId": .string(MetadataID.text("label", id)), "HasChanged": nil,
    ]
    return ["LocalizedLabels": [localized], "UserLocalizedLabel": localized]
  }

  static func managed(_ value: JSON, _ property: String) -> JSON {
    ["Value": value, "CanBeChanged": true, "ManagedPropertyLogicalName": .string(property)]
  }

  /// `Address1 Stateorprovince` for `address1_stateorprovince`: what people would read, where the model knows no label.
  static func words(_ name: String) -> String {
    let parts = name.split(separator: "_")
    // Publisher prefixes are no part of what people read.
    let shown = parts.count > 1 && ["msdyn", "msdynce"].contains(parts[0]) ? parts.dropFirst() : parts[...]
    return shown.map(capitalized).joined(separator: " ")
  }

  /// The name developers write: the logical name with its first letter large; custom names are kept as they are [inferred].
  static func schemaName(_ name: String) -> String { name.hasPrefix("msdyn") ? name : capitalized(name[...]) }

  private static func capitalized(_ text: Substring) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
