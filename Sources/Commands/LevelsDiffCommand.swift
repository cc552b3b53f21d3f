public import ArgumentParser
import SalesTwin
import SupplyChainTwin
import Twin

/// `p2c levels diff`.
public struct LevelsDiffCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say in words what changes between two levels, or two versions of the solution.")

  @Argument(
    help: """
      A release with its hotfixes, such as 7.2+KB4036461, and +job behind it once the job of 1611 has run; or a version of the solution, \
      such as "solution 1.15.0.1".
      """)
  public var from: String

  @Argument(help: "Another one of the same system.")
  public var to: String

  @Flag(
    name: .customLong("literal-kb-text"), help: "Take the printed text of a hotfix at its word where that is likely a slip (KB4051266).")
  public var literalKbText = false

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let changes = try changes()
    environment.output("From \(from) to \(to)\n")
    for change in changes.filter({ $0.new > $0.old }) {
      environment.output("+ \(change.capability.title). Before, \(Self.words(change.capability, change.old)).\(Self.rest(change))\n")
    }
    for change in changes.filter({ $0.new < $0.old }) {
      environment.output("- \(change.capability.title). Now \(Self.words(change.capability, change.new)).\n")
    }
    if changes.isEmpty { environment.output("Nothing changes.\n") }
    return .passed
  }

  private typealias Change = (capability: CapabilityTable.Capability, old: LevelState.Offer, new: LevelState.Offer)

  /// What people see where something is not there, or in part.
  private static func words(_ capability: CapabilityTable.Capability, _ offer: LevelState.Offer) -> String {
    offer == .untilJob ? capability.job?.before ?? capability.without : capability.without
  }

  private static func rest(_ change: Change) -> String {
    guard change.new == .untilJob, let job = change.capability.job else { return "" }
    return " Until SalesPopulateProspectToCash has run, \(job.before)."
  }

  private func changes() throws -> [Change] {
    do {
      switch (Self.solution(from), Self.solution(to)) {
      case (let old?, let new?):
        let old = try SalesTwin.capabilities(ofSolution: old == "none" ? nil : old)
        let new = try SalesTwin.capabilities(ofSolution: new == "none" ? nil : new)
        return Self.differing(try SalesTwin.capabilityTable()) {
          (old.contains($0.name) ? .present : .absent, new.contains($0.name) ? .present : .absent)
        }
      case (nil, nil):
        let old = try LevelState(from, literalKbText: literalKbText)
        let new = try LevelState(to, literalKbText: literalKbText)
        return Self.differing(try SupplyChainLevel.capabilityTable()) { (old.offer(of: $0), new.offer(of: $0)) }
      default: throw CommandFailure(.badCommandLine, "error: '\(from)' and '\(to)' are of two systems; name two levels of one")
      }
    } catch let error as SupplyChainModelError {
      throw CommandFailure(.badCommandLine, "error: \(error.message)")
    } catch let error as ConfigurationError {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
  }

  private static func differing(
    _ table: CapabilityTable, _ offers: (CapabilityTable.Capability) -> (LevelState.Offer, LevelState.Offer)
  ) -> [Change] {
    table.capabilities.compactMap { capability in
      let (old, new) = offers(capability)
      return old == new ? nil : (capability, old, new)
    }
  }

  private static func solution(_ text: String) -> String? { text.hasPrefix("solution ") ? String(text.dropFirst("solution ".count)) : nil }
}
