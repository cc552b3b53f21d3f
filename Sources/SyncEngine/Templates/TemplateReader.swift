import StrictYAML

/// Reads templates, value maps and entity names from their YAML files.
struct TemplateReader {
  /// Folded entity name → entity set, per system.
  private(set) var entitySets: [SystemName: [String: String]] = [:]
  private(set) var valueMaps: [String: ValueMapTransform] = [:]

  mutating func readEntities(_ file: SourceFile) throws(MalformedFile) {
    let collector = DiagnosticCollector()
    let document = try YAML(file)
    if case .list(let elements, _) = document {
      for element in elements { readEntity(element, collector) }
    } else {
      collector.report(document.position, "expected a list of entities, not \(document.kind)")
    }
    try collector.throwIfAny()
  }

  private mutating func readEntity(_ yaml: YAML, _ collector: DiagnosticCollector) {
    guard let item = MapReader(yaml, what: "entity", keys: ["set", "system", "names", "evidence", "from"], collector),
      let set = item.requiredText("set"), let system = system(item)
    else { return }
    for name in item.texts("names").map(\.text) + [set.text] { entitySets[system, default: [:]][name.lowercased()] = set.text }
  }

  mutating func readValueMaps(_ file: SourceFile) throws(MalformedFile) {
    let collector = DiagnosticCollector()
    let maps = MapReader(try YAML(file), what: "value maps", keys: nil, collector)
    for (name, yaml) in maps?.members ?? [] {
      let keys = ["evidence", "from", "note", "extends", "map"]
      guard let item = MapReader(yaml, what: "value map", keys: keys, collector) else { continue }
      valueMaps[name.text] = valueMap(item, base: "extends", pairs: "map")
    }
    try collector.throwIfAny()
  }

  func template(_ file: SourceFile) throws(MalformedFile) -> Template {
    let collector = DiagnosticCollector()
    let yaml = try YAML(file)
    let template = template(yaml, collector)
    try collector.throwIfAny()
    guard let template else { throw MalformedFile([Diagnostic(yaml.position, "this is no template")]) }
    return template
  }

  /// - Returns: `nil` only when the collector knows why; so do the readers below.
  private func template(_ yaml: YAML, _ collector: DiagnosticCollector) -> Template? {
    guard let root = MapReader(yaml, what: "template", keys: Self.templateShape.keyNames, collector),
      let name = root.requiredText("template"),
      let id = root.requiredText("id")
    else { return nil }
    return Template(
      name: name.text, id: id.text, version: root.text("version")?.text, aliases: root.texts("aliases").map(\.text),
      requires: root.texts("requires").map(\.text),
      tasks: root.list("tasks").compactMap { task($0, collector) })
  }

  /// - Parameter keys: what else may stand in the mapping, for a reader that takes more.
  func task(_ yaml: YAML, keys: [String] = taskShape.keyNames, _ collector: DiagnosticCollector) -> TaskDefinition? {
    guard let item = MapReader(yaml, what: "task", keys: keys, collector), let name = item.requiredText("task"),
      let source = end("source", of: item), let destination = end("destination", of: item)
    else { return nil }
    return TaskDefinition(
      name: name.text, aliases: item.texts("aliases").map(\.text), source: source, destination: destination,
      filter: item.text("filter")?.text, filterEvidence: evidence("filterEvidence", of: item), filterSource: item.text("filterFrom")?.text,
      changesWith: item.texts("changesWith").map(\.text), rows: item.list("rows").compactMap { row($0, collector) })
  }

  /// A mapping row in the form templates and projects share.
  func row(_ yaml: YAML, _ collector: DiagnosticCollector) -> MappingRow? {
    guard let item = MapReader(yaml, what: "row", keys: Self.rowShape.keyNames, collector), item.required("destination") != nil,
      let destination = path("destination", of: item)
    else { return nil }
    let words = MappingRow.MapType.allCases.map(\.rawValue)
    let mapType = item.word("map", among: words).flatMap(MappingRow.MapType.init) ?? .copy
    let transforms = item.list("transforms").compactMap { transform($0, collector) }
    if mapType == .copy, !transforms.isEmpty { item.report(item.keyPosition("transforms"), "a row with transforms has map type Fn") }
    return MappingRow(
      source: path("source", of: item), mapType: mapType, destination: destination, isKey: item.flag("key") ?? false,
      transforms: transforms, evidence: evidence("evidence", of: item) ?? .proposed, evidenceSource: item.text("from")?.text,
      note: item.text("note")?.text)
  }

  private func transform(_ yaml: YAML, _ collector: DiagnosticCollector) -> Transform? {
    let types = [DefaultTransform.typeName, ValueMapTransform.typeName, TruncateTransform.typeName, CountryRegionTransform.typeName]
    guard let item = MapReader(yaml, what: "transform", keys: Self.transformShape.keyNames, collector),
      item.required("transformType") != nil,
      let type = item.word("transformType", among: types)
    else { return nil }
    switch type {
    case DefaultTransform.typeName:
      guard case .scalar(let value)? = item.required("defaultValue") else { return nil }
      return .setDefault(DefaultTransform(value.text))
    case ValueMapTransform.typeName: return .valueMap(valueMap(item, base: "valueMapName", pairs: "valueMap"))
    case TruncateTransform.typeName: return .truncate(TruncateTransform())
    default: return .countryRegionNameToISOCode(CountryRegionTransform())
    }
  }

  /// The value map that the key `base` names, if any, with the entries of the key `pairs` over it.
  private func valueMap(_ item: MapReader, base: String, pairs: String) -> ValueMapTransform {
    var map = ValueMapTransform([:])
    if let name = item.text(base) {
      if let known = valueMaps[name.text] {
        map = known
      } else {
        let hint = Suggestion.phrase(for: name.text, among: valueMaps.keys.sorted())
        item.report(name.position, "there is no value map '\(name.text)'\(hint)")
      }
    }
    return map.merging(Self.pairs(item.textMap(pairs)))
  }

  /// A key that stands twice is refused by the YAML reader before it gets here.
  static func pairs(_ map: [(key: YAML.Scalar, value: YAML.Scalar)]) -> [String: String] {
    Dictionary(map.map { ($0.key.text, $0.value.text) }, uniquingKeysWith: { first, _ in first })
  }

  private func end(_ key: String, of item: MapReader) -> TaskDefinition.End? {
    guard let yaml = item.required(key), let end = MapReader(yaml, what: key, keys: Self.endShape.keyNames, item.collector),
      let entity = end.requiredText("entity"), let system = system(end)
    else { return nil }
    return TaskDefinition.End(system: system, entity: entity.text, entitySet: entitySets[system]?[entity.text.lowercased()] ?? entity.text)
  }

  private func system(_ item: MapReader) -> SystemName? {
    guard item.required("system") != nil else { return nil }
    return item.word("system", among: SystemName.allCases.map(\.rawValue)).flatMap(SystemName.init)
  }

  private func path(_ key: String, of item: MapReader) -> FieldPath? {
    guard let text = item.text(key) else { return nil }
    if let path = FieldPath(text.text) { return path }
    item.report(
      text.position, "'\(text.text)' is neither a column nor a path such as pricelevelid.name or customerid.Account(accountnumber)")
    return nil
  }

  private func evidence(_ key: String, of item: MapReader) -> Evidence? {
    item.word(key, among: Evidence.allCases.map(\.rawValue)).flatMap(Evidence.init)
  }
}
