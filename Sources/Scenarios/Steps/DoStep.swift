import OData
import StrictYAML

/// `do: confirm order`, `key:` which record, `with:` parameters, `as:` a name for the result. Operations are written by
/// friendly name, as `system/entitySet/Operation`, or as `system/Operation` for one that is bound to nothing.
struct DoStep: StepKind {
  static let keyword = "do"
  static let keys = ["key", "with", "as"]
  static let summary = "run a business operation or job of either system"

  let system: SystemName
  let operation: Operation
  /// The set the operation is bound to.
  let entity: EntityPath?
  let key: RecordSelector?
  let parameters: [(key: YAML.Scalar, value: Literal)]
  let name: String?
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword), let found = Self.find(text, context) else { return nil }
    (system, operation, entity) = found
    position = text.position
    name = map.text("as")?.text
    switch map.value("with") {
    case .map(let pairs, _):
      let known = operation.parameters.map(\.name)
      for (key, _) in pairs where !known.contains(key.text) {
        context.report(key.position, "'\(text.text)' has no parameter '\(key.text)'\(Suggestion.phrase(for: key.text, among: known))")
      }
      parameters = pairs.map { ($0.key, Literal($0.value, context.collector)) }
    case let other:
      if let other { context.report(other.position, "'with' must be a mapping of parameters, not \(other.kind)") }
      parameters = []
    }
    switch operation.binding {
    case .entity:
      guard let entity, let yaml = map.required("key"), let key = RecordSelector(yaml, entity, context.lenient) else { return nil }
      self.key = key
    case .collection, .unbound:
      if map.has("key") { context.report(map.keyPosition("key"), "'\(text.text)' works on no single record; leave 'key' out") }
      key = nil
    }
  }

  private static func find(_ text: YAML.Scalar, _ strict: ReadingContext) -> (SystemName, Operation, EntityPath?)? {
    // Operations are done on forms where a level lacks the entity.
    let context = strict.lenient
    var path = text.text
    if let entry = OperationNames.all.first(where: { $0.name == path }) {
      path = "\(entry.system.rawValue)/\(entry.set)/\(entry.operation)"
    }
    let parts = path.split(separator: "/").map(String.init)
    guard parts.count >= 2, let system = SystemName(rawValue: parts[0]) else {
      let hint = Suggestion.phrase(for: path, among: OperationNames.all.map(\.name))
      context.report(
        text.position,
        "'\(path)' is no operation\(hint)\(hint.isEmpty ? "; write a known name (\(OperationNames.all.map(\.name).joined(separator: ", "))) or system/entitySet/Operation" : "")"
      )
      return nil
    }
    let name = parts[parts.count - 1].split(separator: ".").last.map(String.init) ?? ""
    if parts.count == 2 {
      let unbound = context.schemas(of: system).flatMap(\.model.operations).filter { $0.binding == .unbound }
      if let operation = unbound.first(where: { $0.name == name }) { return (system, operation, nil) }
      let known = unbound.map(\.name)
      context.report(
        text.position, "\(system.rawValue) has no operation '\(name)' bound to nothing\(Suggestion.phrase(for: name, among: known))")
      return nil
    }
    let scalar = YAML.Scalar(text: "\(parts[0])/\(parts[1])", isQuoted: true, position: text.position)
    guard let entity = EntityPath(scalar, context) else { return nil }
    let bound = context.schema(of: entity).model.operations.filter {
      $0.binding == .entity(entity.type.name) || $0.binding == .collection(entity.type.name)
    }
    guard let operation = bound.first(where: { $0.name == name }) else {
      let known = bound.map(\.name)
      context.report(
        text.position,
        "\(entity.text) has no operation '\(name)'\(Suggestion.phrase(for: name, among: known)); it has \(known.isEmpty ? "none" : known.joined(separator: ", "))"
      )
      return nil
    }
    return (system, operation, entity)
  }

  func perform(_ run: ScenarioRun) async throws {
    // A business operation is what a person does on a form, and forms are there where a level lacks the entity.
    let isThere = entity.map { run.client(system).schema.model.entitySet($0.set) != nil } ?? true
    let client = isThere ? run.client(system) : run.world.forms
    var path = ""
    if let entity {
      let predicate = try await key?.predicate(run, by: client) ?? ""
      path = "\(entity.set)\(PercentEncoding.encode(predicate, in: .pathSegment))/\(client.schema.model.namespace)."
    }
    path += operation.name
    var payload = JSONObject()
    for (key, value) in parameters {
      let type = operation.parameters.first { $0.name == key.text }?.type
      payload.append(key.text, try value.json(run, as: type == "Edm.String" ? .string : nil))
    }
    do {
      let result = try await client.invoke(path, isFunction: operation.kind == .function, payload)
      guard let name else { return }
      if let object = result.objectValue, let value = object["value"] {
        run.capture(name, value)
      } else if let object = result.objectValue, let entity = resultEntity(client) {
        run.capture(name, object, entity)
      } else {
        run.capture(name, result)
      }
    } catch let refusal as Refusal {
      run.lastSubject = key?.subject(run)
      throw refusal
    }
  }

  /// The set the returned record belongs to: the one whose entity type the operation returns.
  private func resultEntity(_ client: SystemClient) -> EntityPath? {
    guard let type = operation.returnType?.split(separator: ".").last.map(String.init),
      let set = client.schema.model.entitySets.first(where: { $0.entityType == type }), let entity = client.schema.model.entityType(type)
    else { return nil }
    return EntityPath(system: system, set: set.name, type: entity, position: position)
  }
}
