import OData
import SalesTwin
import StrictYAML
import SyncEngine

/// `install: solution 1.15.0.1`: installs or upgrades the Prospect to cash solution in Sales while the world goes on;
/// `install: solution none` removes it, with the data of its columns.
struct InstallStep: StepKind {
  static let keyword = "install"
  static let keys: [String] = []
  static let summary = "install, upgrade or remove the Prospect to cash solution in Sales"

  /// `nil` removes it.
  let version: String?
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword) else { return nil }
    position = text.position
    let words = text.text.split(separator: " ")
    guard words.count == 2, words[0] == "solution", words[1] == "none" || SalesTwin.isSolutionVersion(String(words[1])) else {
      context.report(
        text.position, "'\(text.text)' cannot be installed; write a version, such as solution 1.15.0.1, or solution none to remove it")
      return nil
    }
    version = words[1] == "none" ? nil : String(words[1])
  }

  func perform(_ run: ScenarioRun) async throws {
    guard let install = run.world.install else {
      throw ScenarioFailure(position, "nothing can be installed here: the systems of this world do not run in this process")
    }
    do {
      try install(version)
    } catch let refusal as SolutionRefusal {
      // As the control plane refuses the same.
      let error: JSON = ["error": ["code": "SolutionRefused", "message": .string("\(refusal)")]]
      throw Refusal(
        system: .sales, request: HTTPRequest(.put, "the solution"), response: HTTPResponse(409, body: error.encoded()))
    }
  }
}
