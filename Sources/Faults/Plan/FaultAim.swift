public import OData

/// Which calls a fault is for. What is left out does not narrow it.
public struct FaultAim: Hashable, Sendable {
  /// `sales` or `supplyChain`.
  public var system: String?
  /// The first part of the path below the service root, such as `accounts` or `$batch`. A batch is hit when one of its parts goes there.
  public var entity: String?
  /// One that the fault can strike; all of those where `nil`.
  public var operation: FaultOperation?
  /// The first of the matching calls that is hit, counted from 1.
  public var call: Int64
  /// From there on, every so manieth of the matching calls.
  public var every: Int64
  /// How many calls are hit; `nil` for all that follow.
  public var atMost: Int64?
  /// Chance of each of those calls to be hit, 0 to 1, drawn from the world's own randomness for faults; `nil` for certainty.
  public var probability: ExactDecimal?
  /// The first moment of virtual time it is active at.
  public var from: Timestamp?
  /// The first moment it is not active at any more.
  public var until: Timestamp?

  public init(
    system: String? = nil, entity: String? = nil, operation: FaultOperation? = nil, call: Int64 = 1, every: Int64 = 1, atMost: Int64? = nil,
    probability: ExactDecimal? = nil, from: Timestamp? = nil, until: Timestamp? = nil
  ) {
    self.system = system
    self.entity = entity
    self.operation = operation
    self.call = call
    self.every = every
    self.atMost = atMost
    self.probability = probability
    self.from = from
    self.until = until
  }

  public static let keys = ["system", "entity", "operation", "call", "every", "atMost", "probability", "from", "until"]

  /// What narrows it, in the order of `keys`.
  var given: JSONObject {
    var object = JSONObject()
    if let system { object.append("system", .string(system)) }
    if let entity { object.append("entity", .string(entity)) }
    if let operation { object.append("operation", .string(operation.rawValue)) }
    if call != 1 { object.append("call", .number(ExactDecimal(call))) }
    if every != 1 { object.append("every", .number(ExactDecimal(every))) }
    if let atMost { object.append("atMost", .number(ExactDecimal(atMost))) }
    if let probability { object.append("probability", .number(probability)) }
    if let from { object.append("from", .string(from.description)) }
    if let until { object.append("until", .string(until.description)) }
    return object
  }

  /// Whether the so manieth of the matching calls is one of those that may be hit.
  func counts(_ matched: Int64) -> Bool { matched >= call && (matched - call) % every == 0 }

  /// - Throws: `FaultError` for what the fault cannot be aimed at.
  func check(for fault: Fault) throws(FaultError) {
    if let system, !fault.reach.systems.contains(system) {
      guard FaultReach.bothSystems.contains(system) else { throw .unknown("system", system, FaultReach.bothSystems) }
      if fault.reach.systems.isEmpty { throw FaultError("'\(fault.name)' strikes the engine itself; leave 'system' out of its aim") }
      throw FaultError("'\(fault.name)' strikes \(fault.reach.systems.joined(separator: ", ")), not \(system)")
    }
    if let operation, !fault.reach.allows(operation) {
      let known = fault.reach.operations.map(\.rawValue).joined(separator: ", ")
      throw FaultError("'\(fault.name)' cannot strike the operation \(operation.rawValue); it strikes \(known)")
    }
    if fault.reach.needsEntity, entity == nil {
      throw FaultError("'\(fault.name)' needs an aim with an entity: aim: {system: sales, entity: accounts}")
    }
    if let from, let until, from >= until { throw FaultError("the aim of '\(fault.name)' ends at \(until), before it begins at \(from)") }
  }
}
