import ArgumentParser
import Commands
import SyncEngine
import Wire

/// `p2c doctor`: looks at the setup of both systems over HTTP and says what keeps the templates from working.
struct DoctorCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look at the setup of both systems, and say what is not as the templates need it.",
    discussion: """
      Reads and writes nothing. One line for each rule: ok, warning, failed, or unknown where the systems do not tell over OData; then
      how a person finds out.

      EXAMPLES
        p2c serve &
        p2c doctor
        p2c doctor --legal-entity usmf --templates direct
        p2c doctor --connection-set contoso.yaml

      EXIT CODES
        0 nothing failed, 1 a check failed, 2 bad command line, 4 internal error
      """)

  @OptionGroup(title: "The two systems")
  var connection: ConnectionOptions

  @Option(
    help: ArgumentHelp("Look at the environments of this connection set; see docs/connection-sets.md.", valueName: "file"))
  var connectionSet: String?

  @Option(help: "Which templates the setup is for: direct, or cds for those before.")
  var templates = "direct"

  @OptionGroup(title: "Signing in at both systems")
  var signIn: SignInOptions

  func validate() throws {
    guard TemplateEra(rawValue: templates) != nil else { throw ValidationError("--templates is direct or cds.") }
    if connectionSet != nil, connection.isUsed || signIn.isUsed {
      throw ValidationError("--connection-set says where the systems are and how to sign in; leave the other options about that out.")
    }
  }

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let doctor = Doctor(
      connectionSet: try connections(environment), catalog: try TemplateCatalog.builtIn(), clock: SystemClock(),
      era: TemplateEra(rawValue: templates) ?? .direct)
    let findings = try await doctor.examine()
    for finding in findings {
      let mark = finding.result.rawValue
      environment.output("\(mark)\(String(repeating: " ", count: 9 - mark.count))\(finding.rule)  \(finding.title): \(finding.found)\n")
      if !finding.remedy.isEmpty { environment.output("           \(finding.remedy) (\(finding.place))\n") }
    }
    let counts = SetupFinding.Result.allCases.map { result in "\(findings.count { $0.result == result }) \(result.rawValue)" }
    environment.output("\n\(counts.joined(separator: ", "))\n")
    return findings.contains { $0.result == .failed } ? .failed : .passed
  }

  private func connections(_ environment: CommandEnvironment) throws -> ConnectionSet {
    guard let connectionSet, let network = environment.network else { return try connection.connectionSet(signIn, environment) }
    return try network.connectionSet(file: connectionSet)
  }
}
