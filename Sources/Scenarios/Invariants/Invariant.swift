import OData
import StrictYAML

/// Something every world must keep, whatever the scenario does. One file each; `InvariantTable` lists them.
protocol Invariant: Sendable {
  /// How scenarios and reports call it: `same money`.
  static var name: String { get }
  /// What it says, in one sentence.
  static var statement: String { get }
  /// Whether it is checked after every execution of the engine too, not only at the end.
  static var followsEveryExecution: Bool { get }

  func violations(_ state: WorldState) async throws -> [Violation]
}

/// One way in which a world does not keep an invariant.
struct Violation: Sendable {
  let message: String
  var comparison: ScenarioFailure.Comparison?
  var subject: RecordSubject?
}

enum InvariantTable {
  static let all: [(name: String, invariant: any Invariant)] = [
    (NothingLost.name, NothingLost()), (NothingDoubled.name, NothingDoubled()), (SameLines.name, SameLines()),
    (SameMoney.name, SameMoney()), (StatusMovesForward.name, StatusMovesForward()), (SecondRunWritesNothing.name, SecondRunWritesNothing()),
  ]

  static let names = all.map(\.name)
}

/// An invariant a scenario leaves out, and why.
public struct InvariantException: Hashable, Sendable {
  public let invariant: String
  public let reason: String

  /// Reads `invariants: {except: {same money: because …}}`.
  static func read(_ map: MapReader, _ collector: DiagnosticCollector) -> [InvariantException] {
    guard let yaml = map.value("invariants"), let inner = MapReader(yaml, what: "'invariants'", keys: ["except"], collector),
      let except = inner.required("except")
    else { return [] }
    guard case .map(let members, _) = except else {
      collector.report(except.position, "'except' must be a mapping of invariants to the reason why they do not hold, not \(except.kind)")
      return []
    }
    return members.compactMap { member in
      guard InvariantTable.names.contains(member.key.text) else {
        let hint = Suggestion.phrase(for: member.key.text, among: InvariantTable.names)
        collector.report(
          member.key.position, "'\(member.key.text)' is no invariant\(hint); there are \(InvariantTable.names.joined(separator: ", "))")
        return nil
      }
      guard case .scalar(let reason) = member.value, !reason.text.isEmpty else {
        collector.report(member.value.position, "an exception from '\(member.key.text)' needs its reason as text")
        return nil
      }
      return InvariantException(invariant: member.key.text, reason: reason.text)
    }
  }
}
