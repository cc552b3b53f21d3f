public import Twin

/// A level, and whether the one-time job of version 1611 has run there: what people mean by "where we are". Written as a level, with
/// `+job` behind it.
public struct LevelState: Hashable, Sendable, CustomStringConvertible {
  public let level: SupplyChainLevel
  public let hasJobRun: Bool

  /// What the table says of a capability at a level.
  public enum Offer: Int, Comparable, Sendable {
    case absent
    /// In part: in full once the job has run.
    case untilJob
    case present

    public static func < (a: Offer, b: Offer) -> Bool { a.rawValue < b.rawValue }
  }

  private static let suffix = "+job"
  private static let job = "populateProspectToCash"
  /// What later releases have without a job.
  private static let numbers = "uniqueLineNumbers"

  public init(_ level: SupplyChainLevel, hasJobRun: Bool = false) {
    self.level = level
    self.hasJobRun = hasJobRun
  }

  /// - Throws: as `SupplyChainLevel`, and `SupplyChainModelError` for the job at a level that does not have it.
  public init(_ text: String, literalKbText: Bool = false) throws {
    hasJobRun = text.hasSuffix(Self.suffix)
    level = try SupplyChainLevel(hasJobRun ? String(text.dropLast(Self.suffix.count)) : text, literalKbText: literalKbText)
    guard !hasJobRun || hasJob else {
      throw SupplyChainModelError(message: "\(level) has no job SalesPopulateProspectToCash; only 1611 with KB4033093 has it.")
    }
  }

  public var description: String { "\(level)\(hasJobRun ? Self.suffix : "")" }

  /// Whether the level has the one-time job.
  public var hasJob: Bool { level.capabilities.contains(Self.job) }

  /// What the table says (data-integration.md 4.2).
  public func offer(of capability: CapabilityTable.Capability) -> Offer {
    let isThere = level.capabilities.contains(capability.name)
    switch capability.job?.effect {
    case .brings where !isThere: return hasJobRun ? .present : .absent
    case .completes where isThere && !hasJobRun && !level.capabilities.contains(Self.numbers): return .untilJob
    default: return isThere ? .present : .absent
    }
  }
}
