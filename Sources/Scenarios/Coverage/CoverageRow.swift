public import Twin

/// One thing the products do, and how far a twin does it too.
public struct CoverageRow: Hashable, Sendable {
  public enum State: String, CaseIterable, Sendable {
    /// As far as is known, what the product does.
    case emulated
    /// In part; the note says what is missing.
    case partial
    /// Answered by a refusal that names it, never accepted in silence.
    case refused
    /// Not there: answered as an unknown address, property or option.
    case missing
  }

  public let behaviour: String
  public let state: State
  /// How well it is known that the product does it.
  public let evidence: Evidence
  public let source: String
  public let proofs: [CoverageProof]
  public let note: String?
}

/// What shows that a twin does a thing: something that fails when it no longer does.
public enum CoverageProof: Hashable, Sendable, CustomStringConvertible {
  /// A wire contract, by its path below `Fixtures/contracts` without `.yaml`.
  case contract(String)
  /// A scenario, by its path below `scenarios` without `.yaml`.
  case scenario(String)
  /// A test, by the sentence it is named with.
  case test(String)

  static let kinds = ["contract", "scenario", "test"]

  /// Reads what `description` writes.
  init?(_ text: String) {
    guard let blank = text.firstIndex(of: " ") else { return nil }
    let name = String(text[text.index(after: blank)...])
    switch text[..<blank] {
    case "contract": self = .contract(name)
    case "scenario": self = .scenario(name)
    case "test": self = .test(name)
    default: return nil
    }
  }

  public var description: String {
    switch self {
    case .contract(let name): "contract \(name)"
    case .scenario(let name): "scenario \(name)"
    case .test(let name): "test \(name)"
    }
  }
}
