import OData
import StrictYAML

/// `link: sales/teams` with `to: {teamroles_association: {name: System Customizer}}`: links a record to another, as an administrator does
/// who gives a team a role.
struct LinkStep: StepKind {
  static let keyword = "link"
  static let keys = ["key", "to"]
  static let summary = "link a record to another one"

  let entity: EntityPath
  let key: RecordSelector
  let links: [(navigation: String, target: RecordSelector)]

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let path = map.requiredText(Self.keyword), let entity = EntityPath(path, context), let yaml = map.required("key"),
      let key = RecordSelector(yaml, entity, context), let to = map.required("to"),
      let targets = MapReader(to, what: "'to' of a link", keys: nil, context.collector)
    else { return nil }
    self.entity = entity
    self.key = key
    var links: [(navigation: String, target: RecordSelector)] = []
    for (name, value) in targets.members {
      guard let navigation = entity.type.navigationProperty(name.text), navigation.isCollection else {
        let known = entity.type.navigationProperties.filter(\.isCollection).map(\.name)
        context.report(
          name.position,
          "\(entity.text) has no navigation property '\(name.text)' to many\(Suggestion.phrase(for: name.text, among: known))")
        continue
      }
      let text = YAML.Scalar(text: "\(entity.system.rawValue)/\(navigation.targetSet)", isQuoted: false, position: name.position)
      if let other = EntityPath(text, context), let target = RecordSelector(value, other, context) {
        links.append((navigation.name, target))
      }
    }
    self.links = links
  }

  func perform(_ run: ScenarioRun) async throws {
    let client = run.client(entity)
    let record = client.target(entity.set, try await key.predicate(run))
    for link in links {
      let target = client.target(link.target.entity.set, try await link.target.predicate(run))
      var request = HTTPRequest(.post, "\(record)/\(link.navigation)/$ref")
      request.body = JSON.object(["@odata.id": .string(target)]).encoded()
      _ = try await client.send(request)
    }
  }
}
