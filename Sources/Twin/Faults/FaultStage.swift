public import Ambient
public import OData

/// The faults of a world: which are set up, and which of them hit a call. Shared by the doors of both twins.
///
/// Belongs to the executor of its world.
public final class FaultStage {
  /// A fault that is set up, and what became of it so far.
  public struct Entry: Sendable {
    public let id: Int
    public let rule: FaultRule
    /// Calls that matched the aim, hit or not.
    public fileprivate(set) var matched: Int64 = 0
    /// Calls that were hit.
    public fileprivate(set) var hits: Int64 = 0

    /// The rule, its id and its counts.
    public var json: JSONObject {
      var object: JSONObject = ["id": .number(ExactDecimal(id))]
      for member in rule.json.members { object.append(member.name, member.value) }
      object.append("matched", .number(ExactDecimal(matched)))
      object.append("hits", .number(ExactDecimal(hits)))
      return object
    }
  }

  public private(set) var entries: [Entry] = []
  private let ambient: Ambient
  private let products: [any Product]
  private var idsGiven = 0

  /// - Parameter products: the systems faults may be aimed at.
  public init(ambient: Ambient, products: [any Product]) {
    self.ambient = ambient
    self.products = products
  }

  public var isEmpty: Bool { entries.isEmpty }

  /// Sets a fault up; it acts on calls from now on. Faults that hit the same call stand round each other, the oldest outermost.
  /// - Returns: the number it is known by.
  /// - Throws: `FaultError` for a system or an entity set that is not there.
  @discardableResult
  public func add(_ rule: FaultRule) throws(FaultError) -> Int {
    let systems = products.map(\.name)
    if let system = rule.aim.system, !systems.contains(system) { throw .unknown("system", system, systems) }
    if let set = rule.aim.entitySet, !set.hasPrefix("$") {
      let aimed = products.filter { rule.aim.system == nil || $0.name == rule.aim.system }
      let known = aimed.flatMap { product in product.model.edm.entitySets.map(\.name) + product.model.edm.operations.map(\.name) }
      if !known.contains(set) { throw .unknown("entity set or unbound operation", set, known) }
    }
    if let method = rule.aim.method, HTTPRequest.Method(rawValue: method) == nil {
      throw .unknown("method", method, ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"])
    }
    idsGiven += 1
    entries.append(Entry(id: idsGiven, rule: rule))
    return idsGiven
  }

  /// - Returns: whether there was a fault of that number.
  @discardableResult
  public func remove(_ id: Int) -> Bool {
    let before = entries.count
    entries.removeAll { $0.id == id }
    return entries.count < before
  }

  public func removeAll() { entries.removeAll() }

  /// The faults that hit this call, the outermost first. Counts the call.
  func hits(_ request: HTTPRequest, of service: TwinService) -> [FaultRule] {
    let addresses = Self.addresses(request, of: service)
    let now = ambient.now
    var rules: [FaultRule] = []
    for index in entries.indices {
      let aim = entries[index].rule.aim
      if let count = aim.count, entries[index].hits >= count { continue }
      if let system = aim.system, system != service.product.name { continue }
      if let from = aim.from, now < from { continue }
      if let until = aim.until, now >= until { continue }
      guard addresses.contains(where: { $0.matches(aim) }) else { continue }
      entries[index].matched += 1
      if entries[index].matched < aim.nth { continue }
      // Drawn for every call that could be hit, so that one seed hits the same calls in every replay.
      if let probability = aim.probability, ExactDecimal(ambient.faults.next(below: 1_000_000)) >= probability * 1_000_000 { continue }
      entries[index].hits += 1
      rules.append(entries[index].rule)
    }
    return rules
  }

  /// Where one request goes: the whole, or a part of a batch.
  private struct Address {
    let method: String
    let entitySet: Substring

    func matches(_ aim: FaultAim) -> Bool {
      (aim.method.map { $0 == method } ?? true) && (aim.entitySet.map { entitySet.equalsIgnoringASCIICase($0) } ?? true)
    }
  }

  private static func addresses(_ request: HTTPRequest, of service: TwinService) -> [Address] {
    let whole = address(request, of: service)
    guard whole.entitySet == "$batch",
      // What cannot be read as a batch has no parts; the twin will say so.
      let items = try? BatchFormat.parseRequest(body: request.body, contentType: request.headers["Content-Type"] ?? "")
    else { return [whole] }
    return [whole]
      + items.flatMap { item in
        switch item {
        case .request(let part): [address(part.request, of: service)]
        case .changeSet(let parts): parts.map { address($0.request, of: service) }
        }
      }
  }

  private static func address(_ request: HTTPRequest, of service: TwinService) -> Address {
    let path = String(request.target.prefix { $0 != "?" })
    // A part of a batch may be addressed from the service root.
    let relative = service.relativePath(path) ?? (path.hasPrefix("/") ? String(path.dropFirst()) : path)
    return Address(method: request.method.rawValue, entitySet: relative.prefix { $0 != "/" && $0 != "(" })
  }
}
