public import OData

/// The steps most flows are made of; `step` performs any other. All throw `FlowFailure`.
extension Flow {
  /// Creates a record and answers it as the system now holds it.
  @discardableResult
  public func create(_ entity: String, _ values: JSON, filePath: String = #filePath, line: Int = #line) async throws -> FlowRecord {
    try await kept([("create", .string(entity)), ("with", values)], filePath: filePath, line: line)
  }

  public func update(_ entity: String, key: JSON, _ values: JSON, filePath: String = #filePath, line: Int = #line) async throws {
    try await step(["update": .string(entity), "key": key, "with": values], filePath: filePath, line: line)
  }

  public func delete(_ entity: String, key: JSON, filePath: String = #filePath, line: Int = #line) async throws {
    try await step(["delete": .string(entity), "key": key], filePath: filePath, line: line)
  }

  public func read(_ entity: String, key: JSON, filePath: String = #filePath, line: Int = #line) async throws -> FlowRecord {
    try await kept([("read", .string(entity)), ("key", key)], filePath: filePath, line: line)
  }

  /// The records of a condition: an OData filter, or properties with their values.
  public func find(
    _ entity: String, where condition: JSON, orderBy: String? = nil, filePath: String = #filePath, line: Int = #line
  ) async throws -> [JSONObject] {
    let order = orderBy.map { [("orderBy", JSON.string($0))] } ?? []
    return try await kept([("read", .string(entity)), ("where", condition)] + order, filePath: filePath, line: line).records
  }

  /// Runs a business operation or job: `confirm order`.
  @discardableResult
  public func perform(
    _ operation: String, key: JSON? = nil, with parameters: JSON? = nil, filePath: String = #filePath, line: Int = #line
  ) async throws -> FlowRecord {
    var members: [(String, JSON)] = [("do", .string(operation))]
    if let key { members.append(("key", key)) }
    if let parameters { members.append(("with", parameters)) }
    return try await kept(members, filePath: filePath, line: line)
  }

  /// Runs a project of the engine. Without `expect` it must end Completed.
  @discardableResult
  public func run(
    _ project: String, overrides: JSON? = nil, allData: Bool = false, expect: JSON? = nil, filePath: String = #filePath, line: Int = #line
  ) async throws -> ProjectOutcome {
    var step: JSONObject = ["run": .string(project), "allData": .bool(allData)]
    if let overrides { step.append("overrides", overrides) }
    if let expect { step.append("expect", expect) }
    try await self.step(step, filePath: filePath, line: line)
    guard let outcome = executions.last else { throw FlowFailure(message: "the engine did not run \(project)") }
    return outcome
  }

  /// Moves the virtual clock: `2 hours`, `1 day`.
  public func advance(_ duration: String, filePath: String = #filePath, line: Int = #line) async throws {
    try await step(["advance": .string(duration)], filePath: filePath, line: line)
  }

  /// Checks one record: properties with values or matchers, such as `["creditlimit": ["atLeast": 1]]`.
  public func expect(
    _ entity: String, key: JSON, has properties: JSON, filePath: String = #filePath, line: Int = #line
  ) async throws {
    try await step(["expect": .string(entity), "key": key, "has": properties], filePath: filePath, line: line)
  }

  /// Checks that there is no such record.
  public func expectNone(_ entity: String, key: JSON, filePath: String = #filePath, line: Int = #line) async throws {
    try await step(["expect": .string(entity), "key": key, "absent": true], filePath: filePath, line: line)
  }

  /// Checks how many records of a condition there are; all of the entity without one.
  public func expect(
    _ entity: String, where condition: JSON? = nil, count: JSON, filePath: String = #filePath, line: Int = #line
  ) async throws {
    var step: JSONObject = ["expect": .string(entity)]
    if let condition { step.append("where", condition) }
    step.append("count", count)
    try await self.step(step, filePath: filePath, line: line)
  }
}
