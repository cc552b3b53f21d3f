public import ArgumentParser
import FoundationEssentials
public import Scenarios
import StrictYAML

/// `p2c coverage`.
public struct CoverageCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "coverage", abstract: "Say what the twins emulate, and what shows it.",
    discussion: """
      Reads Fixtures/coverage: one row for each documented behaviour of the products, with its state, how well it is known and its proof.
      docs/coverage.md is the same table for reading.

      EXAMPLES
        p2c coverage                     how much of each part is emulated
        p2c coverage --state partial     the rows that are emulated in part, with what is missing
        p2c coverage --check             fail when a proof is not there or docs/coverage.md is stale
        p2c coverage --update            write docs/coverage.md anew
      """)

  @Flag(help: "Fail when a proof is not there or docs/coverage.md is stale.")
  public var check = false

  @Flag(help: "Write docs/coverage.md anew.")
  public var update = false

  @Option(help: "Print the rows of this state: emulated, partial, refused, missing.")
  public var state: CoverageRow.State?

  public init() {}

  public func validate() throws {
    if check, update { throw ValidationError("--check and --update exclude each other.") }
  }

  static let folder = "Fixtures/coverage"
  static let refusalsName = "refused.yaml"
  static let page = "docs/coverage.md"

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let table: CoverageTable
    let refusals: RefusalList
    do {
      let files = try ScenarioDiscovery.files([Self.folder]).filter { !$0.hasSuffix("/\(Self.refusalsName)") }
      table = CoverageTable(try files.map { try CoverageFile(SourceFile(reading: $0)) })
      refusals = try RefusalList(SourceFile(reading: "\(Self.folder)/\(Self.refusalsName)"))
    } catch let error as MalformedFile {
      environment.errors("\(error)\n")
      return .malformedFile
    } catch let error as ScenarioDiscovery.NoSuchPath {
      throw CommandFailure(.badCommandLine, "error: \(error); run this in the folder of the project")
    }
    if let state {
      for file in table.files {
        for row in file.rows where row.state == state {
          environment.output("\(file.title): \(row.behaviour)\(row.note.map { "\n  \($0)" } ?? "")\n")
        }
      }
      return .passed
    }
    for system in SystemName.allCases where !table.files(of: system).isEmpty {
      for file in table.files(of: system) { environment.output(Self.line(file.title, table.share(of: [file]))) }
      environment.output(Self.line(system.title, table.share(of: table.files(of: system))))
    }
    let page = CoveragePage(table, refusals).text
    if update {
      try Data(page.utf8).write(to: URL(filePath: Self.page))
      environment.output("wrote \(Self.page)\n")
    }
    guard check else { return .passed }
    let finder = ProofFinder(root: ".")
    let unproven = table.unproven(finder.finds)
    for diagnostic in unproven { environment.errors("\(diagnostic)\n") }
    let isFresh = FileManager.default.contents(atPath: Self.page).map { $0 == Data(page.utf8) } ?? false
    if !isFresh { environment.errors("error: \(Self.page) is stale: run 'p2c coverage --update'\n") }
    return unproven.isEmpty && isFresh ? .passed : .failed
  }

  private static func line(_ title: String, _ share: CoverageTable.Share) -> String {
    let counts = CoverageRow.State.allCases.compactMap { state in share.counts[state].map { "\($0) \(state.rawValue)" } }
    return "\(title): \(share.emulatedPercent) % of \(share.all) (\(counts.joined(separator: ", ")))\n"
  }
}

extension CoverageRow.State: ExpressibleByArgument {}
