import StrictYAML

/// `actAs: ada`: from here on the scenario's own steps come to both systems as somebody of the standard directory
/// (docs/sign-in.md), `actAs: integration` as the application they come as otherwise. The engine stays who it is.
struct ActAsStep: StepKind {
  static let keyword = "actAs"
  static let keys: [String] = []
  static let summary = "come as somebody else, where systems ask for sign-in"

  /// Whoever has a token of that name, `ada-token`.
  static let names = ["integration", "ada", "reader", "without-role", "disabled", "stranger"]

  let name: String
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    position = map.value(Self.keyword)?.position ?? map.position
    guard let word = map.word(Self.keyword, among: Self.names) else {
      _ = map.required(Self.keyword)
      return nil
    }
    name = word
  }

  func perform(_ run: ScenarioRun) async throws {
    guard run.world.configuration.settings.signIn == true else {
      throw ScenarioFailure(position, "nobody is asked who he is in this world; give it 'settings: {signIn: yes}'")
    }
    for client in [run.world.sales, run.world.supplyChain, run.world.forms] { client.token = "\(name)-token" }
  }
}
