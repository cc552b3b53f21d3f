import Synchronization

/// Collects which marks engines have come to, and how often. Engines that are given none ask for nothing but that.
public final class EngineMarks: Sendable {
  private let fired = Mutex<[EngineMark: Int]>([:])

  public init() {}

  func fire(_ mark: EngineMark, _ times: Int = 1) {
    if times > 0 { fired.withLock { $0[mark, default: 0] += times } }
  }

  public var counts: [EngineMark: Int] { fired.withLock { $0 } }

  /// Marks that no engine has come to, in their order.
  public var missing: [EngineMark] {
    let counts = counts
    return EngineMark.allCases.filter { counts[$0] == nil }
  }
}
