/// A moment at which an engine may be killed.
public struct CrashPoint: Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, CaseIterable, Sendable {
    /// A request is about to be sent.
    case beforeRequest = "before request"
    /// A request was carried out; its answer is on its way.
    case beforeAnswer = "before the answer to request"
    /// The answer is there; nothing was made of it yet.
    case afterAnswer = "after the answer to request"
    /// The ledger is about to be written.
    case beforeWriting = "before writing the ledger, time"
  }

  public let kind: Kind
  /// Counts from 1, over all runs of a scenario.
  public let number: Int

  public var description: String { "\(kind.rawValue) \(number)" }
}
