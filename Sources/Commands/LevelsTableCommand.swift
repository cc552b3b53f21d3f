public import ArgumentParser
import SalesTwin
import SupplyChainTwin
import Twin

/// `p2c levels`, without a word behind it.
public struct LevelsTableCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(commandName: "table", abstract: "Print the whole table (default).")

  @Flag(
    name: .customLong("literal-kb-text"), help: "Take the printed text of a hotfix at its word where that is likely a slip (KB4051266).")
  public var literalKbText = false

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let releases = try SupplyChainLevel.releases()
    let hotfixes = try SupplyChainLevel.hotfixes()
    let capabilities = try SupplyChainLevel.capabilityTable().capabilities
    // Each release alone and with its hotfixes added one by one, as they are installed, and with the job that goes with them.
    let levels = try releases.flatMap { release -> [LevelState] in
      let own = hotfixes.filter { $0.release == release.name }.map(\.name)
      let levels = try (0...own.count).map {
        LevelState(
          try SupplyChainLevel(([release.name] + own.prefix($0)).joined(separator: "+"), literalKbText: literalKbText))
      }
      return levels + levels.suffix(1).filter(\.hasJob).map { LevelState($0.level, hasJobRun: true) }
    }
    environment.output("Supply Chain\n")
    environment.output(
      Self.table(levels.map(\.description), capabilities) { capability, column in
        switch levels[column].offer(of: capability) {
        case .absent: "–"
        case .untilJob: "job"
        case .present: "yes"
        }
      })
    environment.output("\njob: in full only once SalesPopulateProspectToCash has run. Before,\n")
    for capability in capabilities {
      if let job = capability.job, job.effect == .completes { environment.output("  \(capability.title): \(job.before).\n") }
    }
    environment.output("\nHotfixes\n")
    for hotfix in hotfixes {
      let contains = hotfix.contains.isEmpty ? "" : "; contains \(hotfix.contains.joined(separator: " and "))"
      environment.output(
        "  \(hotfix.name)  \(hotfix.release)  \(hotfix.content)\(contains) (\(hotfix.evidence.rawValue), \(hotfix.source))\n")
      guard let printed = try hotfix.printedText() else { continue }
      environment.output(
        "             \(literalKbText ? "taken at its word here" : "its printed text says"): \(printed)"
          + "\(literalKbText ? "" : "; --literal-kb-text takes it at its word")\n")
    }
    environment.output("\nThe Prospect to cash solution in Sales\n")
    let versions = try SalesTwin.levels()
    environment.output(
      Self.table(versions.map(\.name), try SalesTwin.capabilityTable().capabilities) { capability, column in
        versions[column].capabilities.contains(capability.name) ? "yes" : "–"
      })
    return .passed
  }

  /// Levels numbered across, capabilities down; the numbers are told above.
  private static func table(
    _ levels: [String], _ capabilities: [CapabilityTable.Capability], cell: (CapabilityTable.Capability, Int) -> String
  ) -> String {
    var lines = levels.enumerated().map { "  \($0 + 1 < 10 ? " " : "")\($0 + 1)  \($1)" }
    let width = (capabilities.map { $0.title.count }.max() ?? 0) + 2
    func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    lines.append("")
    lines.append("  " + padded("", width) + levels.indices.map { padded(String($0 + 1), 4) }.joined() + "evidence")
    for capability in capabilities {
      let cells = levels.indices.map { padded(cell(capability, $0), 4) }.joined()
      lines.append("  " + padded(capability.title, width) + cells + "\(capability.evidence.rawValue), \(capability.source)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
