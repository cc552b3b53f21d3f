import Yams

/// Reads templates, value maps and entity names from their YAML files.
struct TemplateReader {
  /// Folded entity name → entity set, per system.
  private(set) var entitySets: [SystemName: [String: String]] = [:]
  private(set) var valueMaps: [String: ValueMapTransform] = [:]

  static let rowKeys = ["source", "map", "destination", "key", "transforms", "evidence", "from", "note"]

  mutating func readEntities(_ text: String, file: String) throws {
    let document = try YAMLMapping.document(text, file: file)
    guard let list = document.sequence else { throw YAMLMapping.error(document, file, "expected a list") }
    for node in list {
      let item = try YAMLMapping(node, file: file, keys: ["set", "system", "names", "evidence", "from"])
      let set = try item.requiredText("set")
      let system = try self.system(item)
      for name in try item.texts("names") + [set] { entitySets[system, default: [:]][name.lowercased()] = set }
    }
  }

  mutating func readValueMaps(_ text: String, file: String) throws {
    for (name, node) in try YAMLMapping(try YAMLMapping.document(text, file: file), file: file, keys: nil).members {
      let item = try YAMLMapping(node, file: file, keys: ["evidence", "from", "note", "extends", "map"])
      var base = ValueMapTransform([:])
      if let extended = try item.text("extends") {
        guard let known = valueMaps[extended] else { throw item.error("no value map '\(extended)' stands above", at: "extends") }
        base = known
      }
      valueMaps[name] = base.merging(try item.textMap("map"))
    }
  }

  func template(_ text: String, file: String) throws -> Template {
    let root = try YAMLMapping(
      try YAMLMapping.document(text, file: file), file: file, keys: ["template", "id", "aliases", "requires", "tasks"])
    return Template(
      name: try root.requiredText("template"), id: try root.requiredText("id"), aliases: try root.texts("aliases"),
      requires: try root.texts("requires"), tasks: try root.list("tasks").map { try task($0, file: file) })
  }

  /// A task in the form templates and projects share.
  func task(_ node: Node, file: String) throws -> TaskDefinition {
    let item = try YAMLMapping(
      node, file: file,
      keys: ["task", "aliases", "source", "destination", "filter", "filterEvidence", "filterFrom", "changesWith", "rows"])
    return TaskDefinition(
      name: try item.requiredText("task"), aliases: try item.texts("aliases"), source: try end("source", of: item),
      destination: try end("destination", of: item), filter: try item.text("filter"),
      filterEvidence: try evidence("filterEvidence", of: item), filterSource: try item.text("filterFrom"),
      changesWith: try item.texts("changesWith"), rows: try item.list("rows").map { try row($0, file: file) })
  }

  func row(_ node: Node, file: String) throws -> MappingRow {
    let item = try YAMLMapping(node, file: file, keys: Self.rowKeys)
    let mapText = try item.text("map") ?? "="
    guard let mapType = MappingRow.MapType(rawValue: mapText) else { throw item.error("'map' is '=' or 'Fn', not '\(mapText)'", at: "map") }
    let transforms = try item.list("transforms").map { try transform($0, file: file) }
    if mapType == .copy, !transforms.isEmpty { throw item.error("a row with transforms has map type Fn", at: "transforms") }
    return MappingRow(
      source: try path("source", of: item), mapType: mapType, destination: try requiredPath("destination", of: item),
      isKey: try item.flag("key"), transforms: transforms, evidence: try evidence("evidence", of: item) ?? .proposed,
      evidenceSource: try item.text("from"), note: try item.text("note"))
  }

  private func transform(_ node: Node, file: String) throws -> Transform {
    let item = try YAMLMapping(node, file: file, keys: ["transformType", "defaultValue", "valueMap", "valueMapName"])
    switch try item.requiredText("transformType") {
    case DefaultTransform.typeName: return .setDefault(DefaultTransform(try item.requiredText("defaultValue")))
    case ValueMapTransform.typeName:
      guard let name = try item.text("valueMapName") else { return .valueMap(ValueMapTransform(try item.textMap("valueMap"))) }
      guard let known = valueMaps[name] else { throw item.error("there is no value map '\(name)'", at: "valueMapName") }
      return .valueMap(known.merging(try item.textMap("valueMap")))
    case TruncateTransform.typeName: return .truncate(TruncateTransform())
    case CountryRegionTransform.typeName: return .countryRegionNameToISOCode(CountryRegionTransform())
    case let other:
      let known = [DefaultTransform.typeName, ValueMapTransform.typeName, TruncateTransform.typeName, CountryRegionTransform.typeName]
      throw item.error("unknown transform '\(other)'; known are \(known.joined(separator: ", "))", at: "transformType")
    }
  }

  private func end(_ key: String, of item: YAMLMapping) throws -> TaskDefinition.End {
    guard let node = item.value(key) else { throw item.error("'\(key)' is missing") }
    let end = try YAMLMapping(node, file: item.file, keys: ["system", "entity"])
    let entity = try end.requiredText("entity")
    let system = try self.system(end)
    return TaskDefinition.End(system: system, entity: entity, entitySet: entitySets[system]?[entity.lowercased()] ?? entity)
  }

  private func system(_ item: YAMLMapping) throws -> SystemName {
    let text = try item.requiredText("system")
    guard let system = SystemName(rawValue: text) else { throw item.error("'system' is sales or supplyChain, not '\(text)'", at: "system") }
    return system
  }

  private func path(_ key: String, of item: YAMLMapping) throws -> FieldPath? {
    guard let text = try item.text(key) else { return nil }
    guard let path = FieldPath(text) else {
      throw item.error("'\(text)' is neither a column nor a path such as pricelevelid.name or customerid.Account(accountnumber)", at: key)
    }
    return path
  }

  private func requiredPath(_ key: String, of item: YAMLMapping) throws -> FieldPath {
    guard let path = try path(key, of: item) else { throw item.error("'\(key)' is missing") }
    return path
  }

  private func evidence(_ key: String, of item: YAMLMapping) throws -> Evidence? {
    guard let text = try item.text(key) else { return nil }
    guard let evidence = Evidence(rawValue: text) else {
      throw item.error("'\(key)' is sourced, inferred or proposed, not '\(text)'", at: key)
    }
    return evidence
  }
}
