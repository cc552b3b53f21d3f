/// What requests cost in execution time: so many milliseconds of virtual time for each kind of operation, and some for the bytes that go
/// in and out. Deterministic, because nothing real is measured [proposed: no page tells; the proportions are those of common experience].
public struct RequestCosts: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case read, query, create, update, delete, link, action, function, metadata
    /// Around the parts of a batch.
    case batch
    /// Anything else, and what is refused before it is known what it asks for.
    case other

    var standardMilliseconds: Int64 {
      switch self {
      case .read: 10
      case .query: 25
      case .create, .update, .delete: 40
      case .link: 30
      case .action: 120
      case .function: 10
      case .metadata: 200
      case .batch, .other: 5
      }
    }
  }

  private var milliseconds: [Int64]
  /// For each 1024 bytes of request and answer, begun ones included.
  public var perKilobyte: Int64 = 1

  public init() { milliseconds = Kind.allCases.map(\.standardMilliseconds) }

  public subscript(kind: Kind) -> Int64 {
    get { milliseconds[Self.position(kind)] }
    set { milliseconds[Self.position(kind)] = newValue }
  }

  func cost(of kind: Kind, bytes: Int) -> Int64 { self[kind] + perKilobyte * Int64((bytes + 1023) / 1024) }

  private static func position(_ kind: Kind) -> Int {
    switch kind {
    case .read: 0
    case .query: 1
    case .create: 2
    case .update: 3
    case .delete: 4
    case .link: 5
    case .action: 6
    case .function: 7
    case .metadata: 8
    case .batch: 9
    case .other: 10
    }
  }
}
