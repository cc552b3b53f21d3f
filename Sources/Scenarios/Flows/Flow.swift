import Ambient
public import OData
import StrictYAML

/// A business flow written in Swift: a world of its own, and the steps, checks and invariants of scenario files. What a step may hold is
/// what docs/scenarios.md says of it, with Swift literals instead of YAML.
///
/// ```swift
/// let flow = try await Flow()
/// let account = try await flow.create("sales/accounts", ["name": "Fabrikam", "creditlimit": "25000.50", "transactioncurrencyid": "USD"])
/// try await flow.run("accounts", expect: ["status": "Completed", "created": 21])
/// try await flow.expect("supplyChain/CustomersV2", key: account["accountnumber"], has: ["OrganizationName": "Fabrikam"])
/// try await flow.finish()
/// ```
///
/// What goes wrong is thrown as a `FlowFailure`, whose description is the whole report: the line of Swift, what was expected and what was
/// there, the record as both systems hold it, the ledger, the virtual time.
public final class Flow {
  private let run: ScenarioRun
  private let check: WorldCheck
  private let file: SourceFile
  private var recordCount = 0

  /// Makes the world and loads its baseline.
  /// - Parameters:
  ///   - way: how requests travel, and whose engine runs.
  ///   - settings: what is different in this world, as `settings:` of a scenario: `["supplyChain": ["level": "7.2"]]`.
  ///   - baseline: the one that is loaded first; `nil` for bare systems.
  ///   - exceptions: invariants that this flow breaks on purpose, each with the reason.
  /// - Throws: `FlowFailure`.
  public init(
    _ way: FlowWay = .direct, settings: JSON = [:], baseline: FlowBaseline? = .usmf, seed: UInt64 = 1,
    exceptions: [(invariant: String, reason: String)] = [], filePath: String = #filePath, line: Int = #line
  ) async throws {
    // The place of a step is a line of Swift; where the source is not at hand, the place alone has to do.
    file = (try? SourceFile(reading: filePath)) ?? SourceFile(path: filePath, text: "")
    let position = SourcePosition(file: filePath, line: line, column: 1)
    do {
      let collector = DiagnosticCollector()
      let yaml = YAML(settings, at: position)
      let configuration = WorldConfiguration(seed: seed, settings: WorldSettings(yaml, collector))
      for exception in exceptions where !InvariantTable.names.contains(exception.invariant) {
        let hint = Suggestion.phrase(for: exception.invariant, among: InvariantTable.names)
        collector.report(position, "'\(exception.invariant)' is no invariant\(hint)")
      }
      try collector.throwIfAny()
      let factory = try await way.factory()
      let read = try baseline.map { try Baseline(directory: $0.folder, schemas: factory.schemas(configuration)) }
      let world = try await factory.world(configuration)
      if configuration.settings.salesLimits != nil { world.sales.patience = world.clock }
      if configuration.settings.supplyChainLimits != nil { world.supplyChain.patience = world.clock }
      run = ScenarioRun(world: world, baseline: read)
      check = WorldCheck(
        run, exceptions: exceptions.map { InvariantException(invariant: $0.invariant, reason: $0.reason) }, at: position)
      check.follow()
      try await run.loadBaseline()
      world.recorder.part("steps")
    } catch let failure as ScenarioFailure {
      throw FlowFailure(message: "\(failure.position): \(failure.message)")
    } catch {
      throw FlowFailure(message: "\(position): \(error)")
    }
  }

  /// Both systems, for requests of your own.
  public var world: World { run.world }

  /// The time in the world.
  public var now: Timestamp { run.world.clock.now }

  /// What executions of the engine have come to so far, the oldest first.
  public var executions: [ProjectOutcome] { run.executions }

  // MARK: Steps

  /// Performs any step of the language: `["do": "confirm order", "key": "SO-1"]`. The first member says which.
  /// - Throws: `FlowFailure`.
  public func step(_ step: JSONObject, filePath: String = #filePath, line: Int = #line) async throws {
    let position = SourcePosition(file: filePath, line: line, column: 1)
    try await reporting(position) {
      let collector = DiagnosticCollector()
      let schemas = WorldSchemas(sales: run.world.sales.schema.model, supplyChain: run.world.supplyChain.schema.model)
      let step = ScenarioStep(YAML(.object(step), at: position), ReadingContext(collector: collector, schemas: schemas))
      try collector.throwIfAny()
      if let step { try await run.perform(step) }
    }
  }

  /// Performs a step that keeps something, and answers that.
  func kept(_ members: [(String, JSON)], filePath: String, line: Int) async throws -> FlowRecord {
    recordCount += 1
    let name = "record\(recordCount)"
    try await step(JSONObject(members.map { .init($0.0, $0.1) } + [.init("as", .string(name))]), filePath: filePath, line: line)
    return FlowRecord(name: name, json: run.captures[name]?.json ?? .null)
  }

  /// Brings over what is still open and checks every invariant; nothing can be done in the world afterwards.
  /// - Throws: `FlowFailure`.
  public func finish() async throws {
    do {
      try await reporting(check.position) { try await check.finish() }
    } catch {
      await run.world.close()
      throw error
    }
    await run.world.close()
  }

  private func reporting(_ position: SourcePosition, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let failure as ScenarioFailure {
      let replay = "swift test; the seed is \(run.world.configuration.seed)"
      let report = await FailureReporter(run: run, file: file, replay: replay).report(failure)
      throw FlowFailure(message: FailureText(style: .plain).lines(report).joined(separator: "\n"), report: report)
    } catch let file as MalformedFile {
      throw FlowFailure(message: "\(file)")
    } catch let other as NotForThisEngine {
      throw FlowFailure(message: "\(position): not for this engine: \(other.reason)")
    } catch {
      throw FlowFailure(message: "\(position): \(error)")
    }
  }
}

/// Why a flow did not go as it should.
public struct FlowFailure: Error, CustomStringConvertible {
  /// The report, as `p2c run` prints it.
  public let message: String
  /// The same in parts; `nil` where no step failed.
  public var report: FailureReport?

  public init(message: String, report: FailureReport? = nil) {
    self.message = message
    self.report = report
  }

  public var description: String { message }
}

/// What a step has kept: a record, the list of records a condition found, or the answer of an operation.
public struct FlowRecord: Sendable {
  /// The name it has in expressions of further steps: `${record1.accountnumber}`.
  public let name: String
  public let json: JSON

  /// A property; null for one that is not there.
  public subscript(property: String) -> JSON { json[property] ?? .null }

  /// The records of a list.
  public var records: [JSONObject] { json.arrayValue?.compactMap(\.objectValue) ?? [] }

  /// Stands for the record as a key or in a lookup: `["parentcustomerid": account.reference]`.
  public var reference: JSON { .string("${\(name)}") }
}
