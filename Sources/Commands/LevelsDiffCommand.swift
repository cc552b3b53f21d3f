public import ArgumentParser
import SalesTwin
import SupplyChainTwin
import Twin

/// `p2c levels diff`.
public struct LevelsDiffCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say in words what changes between two levels, or two versions of the solution.")

  @Argument(help: "A release with its hotfixes, such as 7.2+KB4036461, or a version of the solution, such as \"solution 1.15.0.1\".")
  public var from: String

  @Argument(help: "Another one of the same system.")
  public var to: String

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let (old, new, table) = try levels()
    environment.output("From \(from) to \(to)\n")
    let gained = table.capabilities.filter { new.contains($0.name) && !old.contains($0.name) }
    let lost = table.capabilities.filter { old.contains($0.name) && !new.contains($0.name) }
    for capability in gained { environment.output("+ \(capability.title). Before, \(capability.without).\n") }
    for capability in lost { environment.output("- \(capability.title). Now \(capability.without).\n") }
    if gained.isEmpty, lost.isEmpty { environment.output("Nothing changes.\n") }
    return .passed
  }

  private func levels() throws -> (old: Set<String>, new: Set<String>, table: CapabilityTable) {
    do {
      switch (Self.solution(from), Self.solution(to)) {
      case (let old?, let new?):
        return (
          try SalesTwin.capabilities(ofSolution: old == "none" ? nil : old),
          try SalesTwin.capabilities(ofSolution: new == "none" ? nil : new),
          try SalesTwin.capabilityTable()
        )
      case (nil, nil):
        return (try SupplyChainLevel(from).capabilities, try SupplyChainLevel(to).capabilities, try SupplyChainLevel.capabilityTable())
      default: throw CommandFailure(.badCommandLine, "error: '\(from)' and '\(to)' are of two systems; name two levels of one")
      }
    } catch let error as SupplyChainModelError {
      throw CommandFailure(.badCommandLine, "error: \(error.message)")
    } catch let error as ConfigurationError {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
  }

  private static func solution(_ text: String) -> String? { text.hasPrefix("solution ") ? String(text.dropFirst("solution ".count)) : nil }
}
