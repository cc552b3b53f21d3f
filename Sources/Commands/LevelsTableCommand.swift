public import ArgumentParser
import SalesTwin
import SupplyChainTwin
import Twin

/// `p2c levels`, without a word behind it.
public struct LevelsTableCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(commandName: "table", abstract: "Print the whole table (default).")

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let releases = try SupplyChainLevel.releases()
    let hotfixes = try SupplyChainLevel.hotfixes()
    // Each release alone and with its hotfixes added one by one, as they are installed.
    let levels = try releases.flatMap { release in
      let own = hotfixes.filter { $0.release == release.name }.map(\.name)
      return try (0...own.count).map { try SupplyChainLevel(([release.name] + own.prefix($0)).joined(separator: "+")) }
    }
    environment.output("Supply Chain\n")
    environment.output(
      Self.table(levels.map { ($0.description, $0.capabilities) }, try SupplyChainLevel.capabilityTable().capabilities))
    environment.output("\nHotfixes\n")
    for hotfix in hotfixes {
      let contains = hotfix.contains.isEmpty ? "" : "; contains \(hotfix.contains.joined(separator: " and "))"
      environment.output(
        "  \(hotfix.name)  \(hotfix.release)  \(hotfix.content)\(contains) (\(hotfix.evidence.rawValue), \(hotfix.source))\n")
    }
    environment.output("\nThe Prospect to cash solution in Sales\n")
    let versions = try SalesTwin.levels().map { ($0.name, Set($0.capabilities)) }
    environment.output(Self.table(versions, try SalesTwin.capabilityTable().capabilities))
    return .passed
  }

  /// Levels numbered across, capabilities down; the numbers are told above.
  private static func table(_ levels: [(name: String, capabilities: Set<String>)], _ capabilities: [CapabilityTable.Capability]) -> String {
    var lines = levels.enumerated().map { "  \($0 + 1 < 10 ? " " : "")\($0 + 1)  \($1.name)" }
    let width = (capabilities.map { $0.title.count }.max() ?? 0) + 2
    func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    lines.append("")
    lines.append("  " + padded("", width) + levels.indices.map { padded(String($0 + 1), 4) }.joined() + "evidence")
    for capability in capabilities {
      let cells = levels.map { padded($0.capabilities.contains(capability.name) ? "yes" : "–", 4) }.joined()
      lines.append("  " + padded(capability.title, width) + cells + "\(capability.evidence.rawValue), \(capability.source)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
