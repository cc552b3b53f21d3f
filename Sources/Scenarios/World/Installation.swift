import SalesTwin
import SupplyChainTwin

/// What can be installed on the systems of a world while they run.
public enum Installation: Hashable, Sendable, CustomStringConvertible {
  /// A version of the Prospect to cash solution in Sales; `nil` removes it.
  case solution(String?)
  /// A hotfix of Supply Chain, such as `KB4045570`.
  case hotfix(String)
  /// A newer release of Supply Chain, such as `7.3`.
  case release(String)

  /// Reads what `description` writes; `nil` for anything else.
  public init?(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    switch (words.first, words.count) {
    case ("solution", 2) where words[1] == "none": self = .solution(nil)
    case ("solution", 2) where SalesTwin.isSolutionVersion(words[1]): self = .solution(words[1])
    case ("release", 2): self = .release(words[1])
    case (let name?, 1) where name.hasPrefix("KB"): self = .hotfix(name)
    default: return nil
    }
  }

  /// Reads what `description` writes.
  /// - Throws: `InstallationRefusal` for anything else.
  public init(naming text: String) throws {
    guard let installation = Installation(text) else { throw InstallationRefusal(description: "'\(text)' cannot be installed") }
    self = installation
  }

  public var description: String {
    switch self {
    case .solution(let version): "solution \(version ?? "none")"
    case .hotfix(let name): name
    case .release(let name): "release \(name)"
    }
  }

  var system: SystemName {
    if case .solution = self { .sales } else { .supplyChain }
  }
}

/// A system takes no such installation as it is, and nothing was changed.
public struct InstallationRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
}
