import Ambient
import ArgumentParser
import FoundationEssentials
import OData
import Scenarios
import StrictYAML
import SyncEngine

/// `p2c project validate`.
struct ProjectValidateCommand: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check project files against the metadata of both ends, without moving a row.",
    discussion: """
      Without --connection-set the ends are the two twins in this process, at the level asked for; with it, they are the environments
      of that file (needs p2c-wire). Nothing is written anywhere.

      EXAMPLES
        p2c project validate customers.yaml orders.yaml
        p2c project validate orders.yaml --level 7.2+KB4036461
        p2c project validate customers.yaml --connection-set contoso.yaml

      EXIT CODES
        0 every project could run, 1 one could not, 2 bad command line, 3 a malformed file, 4 internal error or no answer
      """)

  @Argument(help: ArgumentHelp("Files of projects.", valueName: "file"))
  var paths: [String]

  @Option(help: ArgumentHelp("Check against the environments of this file instead of the twins.", valueName: "file"))
  var connectionSet: String?

  @Option(help: "The level of the Supply Chain twin, as 7.2+KB4036461.")
  var level: String?

  @Option(help: "The version of the solution in the Sales twin, or none.")
  var solution: String?

  @Flag(help: "As JSON.")
  var json = false

  @OptionGroup var templates: TemplateOptions

  func validate() throws {
    if connectionSet != nil, level != nil || solution != nil {
      throw ValidationError("--level and --solution are about the twins, which --connection-set leaves out.")
    }
  }

  func run(in environment: CommandEnvironment) async throws -> Outcome {
    let catalog = try templates.catalog()
    if connectionSet != nil, environment.network == nil { throw WireProgram.replaceProcess(environment) }
    var projects: [(path: String, project: Project)] = []
    var isMalformed = false
    for path in paths {
      do {
        var project = try templates.project(path, catalog)
        // The twins have one company, and know nothing of the organizations of connection sets.
        if connectionSet == nil { project.organization = nil }
        projects.append((path, project))
      } catch let failure as CommandFailure where failure.outcome == .malformedFile {
        environment.errors("\(failure.message)\n")
        isMalformed = true
      }
    }
    let engine = try self.engine(environment)
    var hasProblems = false
    var reports: [JSON] = []
    for (path, project) in projects {
      let problems: [String]
      do {
        problems = try await engine.validate(project).map { "\($0)" }
      } catch let error as SyncError {
        problems = ["\(error)"]
      } catch let failure as ServiceFailure {
        throw CommandFailure(.internalError, "error: \(failure)")
      }
      hasProblems = hasProblems || !problems.isEmpty
      reports.append(
        [
          "file": .string(path), "project": .string(project.name), "hasConsent": .bool(project.consent != nil),
          "problems": .array(problems.map { .string($0) }),
        ])
      if json { continue }
      environment.output("\(path): \(problems.isEmpty ? "valid" : "\(problems.count) problem\(problems.count == 1 ? "" : "s")")\n")
      for problem in problems { environment.output("  \(problem)\n") }
      if project.consent == nil { environment.output("  It has no consent yet, and does not run without.\n") }
    }
    if json { environment.output(JSON.array(reports).indentedText) }
    return hasProblems ? .failed : isMalformed ? .malformedFile : .passed
  }

  private func engine(_ environment: CommandEnvironment) throws -> SyncEngine {
    let clock = VirtualClock(start: WorldConfiguration.defaultStart)
    if let connectionSet, let network = environment.network {
      return SyncEngine(connectionSet: try network.connectionSet(file: connectionSet), ledger: try Ledger(.memory), clock: clock)
    }
    var settings = WorldSettings()
    settings.supplyChainLevel = level
    settings.solutionVersion = solution.map { $0 == "none" ? "" : $0 }
    do {
      let twins = try TwinWorldFactory().twins(WorldConfiguration(settings: settings))
      return SyncEngine(connectionSet: twins.connectionSet, ledger: try Ledger(.memory), clock: clock)
    } catch {
      // Only the level and the version can keep the twins from being made.
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
  }
}
