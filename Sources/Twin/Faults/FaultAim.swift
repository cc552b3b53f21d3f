public import OData

/// Which calls a fault is for. What is left out does not narrow it.
public struct FaultAim: Hashable, Sendable {
  /// `sales` or `supplyChain`.
  public var system: String?
  /// The first part of the path below the service root, such as `accounts` or `$batch`. A batch is hit when one of its parts goes there.
  public var entitySet: String?
  /// `GET`, `POST` …
  public var method: String?
  /// The first of the matching calls that is hit, counted from 1.
  public var nth: Int64
  /// How many calls are hit; `nil` for all that follow.
  public var count: Int64?
  /// Chance of each matching call to be hit, 0 to 1, drawn from the world's own randomness; `nil` for certainty.
  public var probability: ExactDecimal?
  /// The first moment of virtual time it is active at.
  public var from: Timestamp?
  /// The first moment it is not active at any more.
  public var until: Timestamp?

  public init(
    system: String? = nil, entitySet: String? = nil, method: String? = nil, nth: Int64 = 1, count: Int64? = nil,
    probability: ExactDecimal? = nil, from: Timestamp? = nil, until: Timestamp? = nil
  ) {
    self.system = system
    self.entitySet = entitySet
    self.method = method
    self.nth = nth
    self.count = count
    self.probability = probability
    self.from = from
    self.until = until
  }

  public static let keys = ["system", "entitySet", "method", "nth", "count", "probability", "from", "until"]

  /// - Throws: `FaultError` for a key that is none of `keys` and for values of the wrong type.
  init(_ json: JSONObject) throws(FaultError) {
    self.init()
    for member in json.members where !member.value.isNull {
      switch member.name {
      case "system": system = try Self.text(member)
      case "entitySet": entitySet = try Self.text(member)
      case "method": method = try Self.text(member).uppercased()
      case "nth": nth = try Self.positive(member)
      case "count": count = try Self.positive(member)
      case "probability":
        guard let number = member.value.numberValue, !number.isNegative, number <= 1 else {
          throw FaultError("'probability' is a number from 0 to 1")
        }
        probability = number
      case "from": from = try Self.moment(member)
      case "until": until = try Self.moment(member)
      default: throw .unknown("part of an aim", member.name, Self.keys)
      }
    }
  }

  var json: JSONObject {
    var object = JSONObject()
    if let system { object.append("system", .string(system)) }
    if let entitySet { object.append("entitySet", .string(entitySet)) }
    if let method { object.append("method", .string(method)) }
    object.append("nth", .number(ExactDecimal(nth)))
    if let count { object.append("count", .number(ExactDecimal(count))) }
    if let probability { object.append("probability", .number(probability)) }
    if let from { object.append("from", .string(from.description)) }
    if let until { object.append("until", .string(until.description)) }
    return object
  }

  private static func text(_ member: JSONObject.Member) throws(FaultError) -> String {
    guard let text = member.value.stringValue, !text.isEmpty else { throw FaultError("'\(member.name)' of an aim is a text") }
    return text
  }

  private static func positive(_ member: JSONObject.Member) throws(FaultError) -> Int64 {
    guard let number = member.value.numberValue?.exactInt64, number > 0 else {
      throw FaultError("'\(member.name)' of an aim is a whole number from 1 on")
    }
    return number
  }

  private static func moment(_ member: JSONObject.Member) throws(FaultError) -> Timestamp {
    guard let moment = member.value.stringValue.flatMap({ Timestamp($0) }) else {
      throw FaultError("'\(member.name)' of an aim is a moment such as 2018-04-03T08:00:00Z")
    }
    return moment
  }
}
