import OData

/// Where a fault can strike.
public struct FaultReach: Sendable {
  /// When it strikes, seen from the work that was asked for.
  public enum Moment: String, Sendable {
    /// What was asked for is not carried out.
    case instead = "nothing is carried out"
    /// Something happens, then the call is carried out.
    case before = "before the call"
    /// The call is carried out.
    case after = "after the commit"
    /// By its parameters.
    case either = "before or after the commit"
  }

  /// Names of the systems.
  public let systems: [String]
  public let operations: [FaultOperation]
  public let moment: Moment
  /// Further conditions on requests.
  let isFor: @Sendable (HTTPRequest) -> Bool
  /// Whether an aim has to name an entity.
  public let needsEntity: Bool

  public static let bothSystems = ["sales", "supplyChain"]
  static let anything: [FaultOperation] = [.read, .write, .batch, .metadata]

  init(
    _ operations: [FaultOperation], _ moment: Moment, systems: [String] = bothSystems, needsEntity: Bool = false,
    isFor: @escaping @Sendable (HTTPRequest) -> Bool = { _ in true }
  ) {
    self.systems = systems
    self.operations = operations
    self.moment = moment
    self.needsEntity = needsEntity
    self.isFor = isFor
  }

  /// Every call of both systems, or of some.
  init(_ moment: Moment, systems: [String] = bothSystems) { self.init(Self.anything, moment, systems: systems) }

  func includes(_ operation: FaultOperation) -> Bool { operations.contains { $0.includes(operation) } }

  /// Whether an aim may name it.
  func allows(_ operation: FaultOperation) -> Bool {
    includes(operation) || operation == .write && operations.contains { FaultOperation.write.includes($0) }
  }
}
