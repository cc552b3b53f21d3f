import StrictYAML

/// `connect: engine`: gives the engine another connection set, with what is written differently and all else as the world has it;
/// without anything, the world's own again.
struct ConnectStep: StepKind {
  static let keyword = "connect"
  static let keys = ["legalEntity", "businessUnit", "integrationKeys", "salesPath", "supplyChainPath", "token"]
  static let summary = "give the engine another connection set"

  let change: ConnectionChange
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword) else { return nil }
    position = text.position
    guard text.text == "engine" else {
      context.report(text.position, "'\(text.text)' cannot be connected; write 'connect: engine'")
      return nil
    }
    var change = ConnectionChange()
    if case .scalar(let company)? = map.value("legalEntity") { change.legalEntity = company.text }
    change.businessUnit = map.text("businessUnit")?.text
    change.salesPath = map.text("salesPath")?.text
    change.supplyChainPath = map.text("supplyChainPath")?.text
    change.token = map.text("token")?.text
    if let yaml = map.value("integrationKeys"), let keys = MapReader(yaml, what: "'integrationKeys'", keys: nil, context.collector) {
      for (set, value) in keys.members {
        switch value {
        case .scalar(let scalar) where scalar.text == "none": change.integrationKeys[set.text] = ConnectionChange.Key.none
        case .list: change.integrationKeys[set.text] = .columns(keys.texts(set.text).map(\.text))
        default: context.report(value.position, "an integration key is a list of columns, or 'none'")
        }
      }
    }
    self.change = change
  }

  func perform(_ run: ScenarioRun) async throws {
    do {
      try run.world.engine.connect(change)
    } catch let answer as UnusableAnswer {
      throw ScenarioFailure(position, "\(answer)")
    }
  }
}
