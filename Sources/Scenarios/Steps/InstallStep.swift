import OData
import StrictYAML
import SyncEngine

/// `install: solution 1.15.0.1`, `install: KB4045570`, `install: release 7.3`: changes a system while the world goes on.
/// `install: solution none` removes the solution, with the data of its columns.
struct InstallStep: StepKind {
  static let keyword = "install"
  static let keys: [String] = []
  static let summary = "install a version of the solution, a hotfix or a release on a running system"

  let installation: Installation
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword) else { return nil }
    position = text.position
    guard let installation = Installation(text.text) else {
      context.report(
        text.position,
        "'\(text.text)' cannot be installed; write solution 1.15.0.1, solution none to remove it, KB4045570, or release 7.3")
      return nil
    }
    self.installation = installation
  }

  func perform(_ run: ScenarioRun) async throws {
    guard let install = run.world.install else {
      throw ScenarioFailure(position, "nothing can be installed here: the systems of this world do not run in this process")
    }
    do {
      try install(installation)
    } catch let refusal as InstallationRefusal {
      // As the control plane refuses the same.
      let error: JSON = ["error": ["code": "InstallationRefused", "message": .string("\(refusal)")]]
      throw Refusal(
        system: installation.system, request: HTTPRequest(.put, "\(installation)"), response: HTTPResponse(409, body: error.encoded()))
    }
  }
}
