import OData

/// The limit on the resources of an environment: when they are used up, callers of low priority are turned away first.
///
/// The product measures its own load; here somebody says how high it is.
public struct ResourceProtection: Hashable, Sendable {
  /// What an administrator gives an integration.
  public enum Priority: String, CaseIterable, Sendable { case low, medium, high }

  /// How much of the resources is in use, in per cent.
  public var utilization: Int64 = 0
  /// From which utilization on callers of each priority are turned away, in per cent [proposed: no figure is published].
  public var thresholds: [Priority: Int64] = [.low: 80, .medium: 90, .high: 95]
  /// By name, user or application id of the caller, without regard to case.
  public var priorities: [String: Priority] = [:]
  /// Of callers nobody gave one [proposed].
  public var standardPriority = Priority.medium
  /// How long somebody who is turned away for the first time has to stay away [proposed].
  public var retrySeconds: Int64 = 10

  public init() {}

  /// Whether a caller has to stay away now.
  func isExhausted(for caller: Caller?) -> Bool {
    if utilization == 0 { return false }
    let priority = caller.flatMap { caller in caller.names.lazy.compactMap { priorities[$0] }.first } ?? standardPriority
    return utilization >= thresholds[priority] ?? 100
  }
}

extension Caller {
  /// Every name administrators know the caller by, in lower case.
  var names: [String] { [user, displayName, application?.description].compactMap { $0?.lowercased() }.filter { !$0.isEmpty } }
}
