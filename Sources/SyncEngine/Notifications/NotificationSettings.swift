/// Who is told how runs of a project ended. As in the product, warnings and errors are asked for separately, and a run that ends
/// Completed tells nobody (sourced: DIE; R-ENG-9).
public struct NotificationSettings: Hashable, Sendable {
  public enum Occasion: String, Hashable, Sendable, CaseIterable {
    case warnings, errors
    /// Runs that a schedule had to pass over (ours: the product does not tell).
    case missedRuns
  }

  public var occasions: Set<Occasion>
  /// Each is told once.
  public var targets: [NotificationTarget]

  public init(on occasions: Set<Occasion> = [], to targets: [NotificationTarget] = []) {
    self.occasions = occasions
    self.targets = targets
  }

  /// Whether runs that end like that are told.
  func wants(_ status: Execution.Status) -> Bool {
    switch status {
    case .completed, .canceled: false
    case .warning: occasions.contains(.warnings)
    case .error: occasions.contains(.errors)
    }
  }
}

/// Where an event goes.
public enum NotificationTarget: Hashable, Sendable {
  /// An address that takes a `POST` with JSON. It often is a secret itself: whoever has it can send.
  case webhook(SecretText)
  /// A file that gets one line of JSON for each event.
  case file(String)

  /// For ledgers, logs and reports: gives no secret away.
  public var label: String {
    switch self {
    case .webhook(let address): "webhook \(address.label)"
    case .file(let path): "file \(path)"
    }
  }
}
