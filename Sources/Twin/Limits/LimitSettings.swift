public import OData

/// What a world changes of its product's service protection: each limit on, off or at another number.
///
/// ```swift
/// service.protect(try LimitSettings(["requests": 100, "concurrent": .null, "actsAfterFullWindow": false]))
/// ```
public struct LimitSettings: Hashable, Sendable {
  /// What is said, by name; what is left out stays as the product has it. `null` switches a limit off.
  public let json: JSONObject

  /// The product's own limits.
  public static let standard = LimitSettings(checked: [:])

  private static let limits = ["requests", "executionSeconds", "concurrent"]
  public static let keys = limits + ["windowSeconds", "actsAfterFullWindow", "webServers", "costs", "perKilobyte"]
  /// Those of a product that protects the resources of the whole environment, too.
  public static let resourceKeys = ["utilization", "priorities", "retrySeconds", "exempt"]
  public static let costKeys = RequestCosts.Kind.allCases.map(\.rawValue)

  private init(checked json: JSONObject) { self.json = json }

  /// - Parameter resources: of a product that takes `resourceKeys`.
  /// - Throws: `LimitError` for a name that is none of the keys and for values of the wrong type or range.
  public init(_ json: JSONObject, resources: Bool = false) throws(LimitError) {
    let keys = Self.keys + (resources ? Self.resourceKeys : [])
    for member in json.members {
      guard keys.contains(member.name) else {
        throw LimitError("'\(member.name)' is no setting of limits; there are \(keys.joined(separator: ", "))")
      }
      switch member.name {
      case let name where Self.limits.contains(name):
        if !member.value.isNull { _ = try Self.number(member.value, name, 0...1_000_000_000) }
      case "windowSeconds": _ = try Self.number(member.value, member.name, 1...86_400)
      case "webServers": _ = try Self.number(member.value, member.name, 1...100)
      case "perKilobyte": _ = try Self.number(member.value, member.name, 0...1_000_000)
      case "actsAfterFullWindow":
        guard member.value.boolValue != nil else { throw LimitError("'actsAfterFullWindow' of the limits is true or false") }
      case "costs":
        guard let costs = member.value.objectValue else { throw LimitError("'costs' of the limits is an object of milliseconds by kind") }
        for cost in costs.members {
          guard Self.costKeys.contains(cost.name) else {
            throw LimitError("'\(cost.name)' is no kind of request; there are \(Self.costKeys.joined(separator: ", "))")
          }
          _ = try Self.number(cost.value, cost.name, 0...86_400_000)
        }
      case "utilization": _ = try Self.number(member.value, member.name, 0...100)
      case "retrySeconds": _ = try Self.number(member.value, member.name, 1...3600)
      case "priorities":
        for priority in member.value.objectValue?.members ?? [] where priority.value.priority == nil {
          throw LimitError("the priority of '\(priority.name)' is low, medium or high")
        }
        guard member.value.objectValue != nil else { throw LimitError("'priorities' of the limits is an object of priorities by caller") }
      default:
        guard member.value.arrayValue?.allSatisfy({ $0.stringValue != nil }) ?? (member.value.stringValue != nil) else {
          throw LimitError("'exempt' of the limits is a caller or a list of them")
        }
      }
    }
    self.json = json
  }

  /// Reads `on`, or `requests=100,concurrent=off,actsAfterFullWindow=no`.
  /// - Throws: `LimitError`.
  public init(text: String, resources: Bool = false) throws(LimitError) {
    guard text != "on" else {
      self = .standard
      return
    }
    var json = JSONObject()
    var costs = JSONObject()
    for pair in text.split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { throw LimitError("'\(pair)' is no setting of limits; write 'on', or NAME=VALUE,NAME=VALUE") }
      let name = String(parts[0])
      if Self.costKeys.contains(name) { costs.append(name, Self.value(parts[1])) } else { json.append(name, Self.value(parts[1])) }
    }
    if !costs.members.isEmpty { json.append("costs", .object(costs)) }
    try self.init(json, resources: resources)
  }

  /// A word as a setting has it: a number, `off`, `yes`, `no`.
  public static func value(_ word: some StringProtocol) -> JSON {
    switch word {
    case "off": .null
    case "yes", "true": true
    case "no", "false": false
    default: ExactDecimal(String(word)).map { .number($0) } ?? .string(String(word))
    }
  }

  /// The product's limits with these changes.
  public func applied(to standard: ServiceProtection) -> ServiceProtection {
    var result = standard
    if result.hasUserLimits {
      if let value = json["requests"] { result.requests = value.whole }
      if let value = json["executionSeconds"] { result.executionMilliseconds = value.whole.map { $0 * 1000 } }
      if let value = json["concurrent"] { result.concurrentRequests = value.whole }
    }
    applyResources(to: &result)
    if let value = json["windowSeconds"]?.whole { result.windowSeconds = value }
    if let value = json["webServers"]?.whole { result.webServers = value }
    if let value = json["perKilobyte"]?.whole { result.costs.perKilobyte = value }
    if let value = json["actsAfterFullWindow"]?.boolValue { result.actsAfterFullWindow = value }
    for kind in RequestCosts.Kind.allCases {
      if let value = json["costs"]?[kind.rawValue]?.whole { result.costs[kind] = value }
    }
    return result
  }

  private func applyResources(to protection: inout ServiceProtection) {
    if let value = json["utilization"]?.whole { protection.resources?.utilization = value }
    if let value = json["retrySeconds"]?.whole { protection.resources?.retrySeconds = value }
    for member in json["priorities"]?.objectValue?.members ?? [] {
      protection.resources?.priorities[member.name.lowercased()] = member.value.priority
    }
    if let value = json["exempt"] {
      let callers = value.arrayValue ?? [value]
      protection.exemptCallers = Set(callers.compactMap { $0.stringValue?.lowercased() })
    }
  }

  private static func number(_ json: JSON, _ name: String, _ range: ClosedRange<Int64>) throws(LimitError) -> Int64 {
    guard let number = json.whole, range.contains(number) else {
      let off = limits.contains(name) ? ", or off" : ""
      throw LimitError("'\(name)' of the limits is a whole number from \(range.lowerBound) to \(range.upperBound)\(off)")
    }
    return number
  }
}

/// Limits that cannot be set as they were asked for.
public struct LimitError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension JSON {
  fileprivate var whole: Int64? { numberValue?.exactInt64 }
  fileprivate var priority: ResourceProtection.Priority? { stringValue.flatMap(ResourceProtection.Priority.init) }
}
