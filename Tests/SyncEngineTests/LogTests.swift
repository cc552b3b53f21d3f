import Ambient
import Foundation
import Logging
import OData
import SyncEngine
import Synchronization
import Testing

/// Keeps what is logged.
final class LogCollector: Sendable {
  struct Entry: Sendable {
    let level: Logger.Level
    let message: String
    let metadata: Logger.Metadata

    subscript(key: String) -> String? { metadata[key].map { "\($0)" } }
  }

  private let kept = Mutex<[Entry]>([])
  var entries: [Entry] { kept.withLock { $0 } }
  /// All of it as text.
  var text: String { entries.map { "\($0.level) \($0.message) \($0.metadata)" }.joined(separator: "\n") }

  func logger(_ level: Logger.Level) -> Logger {
    Logger(label: "test") { _ in
      Handler(collector: self, logLevel: level)
    }
  }

  private struct Handler: LogHandler {
    let collector: LogCollector
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let entry = Entry(level: event.level, message: "\(event.message)", metadata: self.metadata.merging(event.metadata ?? [:]) { $1 })
      collector.kept.withLock { $0.append(entry) }
    }
  }
}

struct LogTests {
  @Test("Each failed row is a warning, each task an info and each request a debug entry, with the keys of execution, task and row")
  func keys() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    let bad = world.account("A-2", name: "Two")
    world.supplyChain.refusal = { _, body in body["CustomerAccount"] == "A-2" ? "Customer group 10 does not exist." : nil }
    let log = LogCollector()
    let execution = try await world.engine(log.logger(.debug)).run(world.project("T1"))
    let entries = log.entries
    let row = try #require(entries.first { $0.message == "row not written" })
    #expect(row.level == .warning)
    #expect(row["row"] == bad["accountid"]?.stringValue)
    #expect(row["destination"] == "usmf,A-2")
    #expect(row["reason"]?.contains("Customer group 10") == true)
    let task = try #require(entries.first { $0.message == "task finished" })
    #expect(task.level == .info)
    #expect(["read", "created", "failed"].map { task[$0] } == ["2", "1", "1"])
    for entry in [row, task] + entries.filter({ $0.message == "request" && $0["task"] != nil }) {
      #expect(entry["execution"] == "\(execution.id)")
      #expect(entry["project"] == "T1")
      #expect(entry["task"] == "Accounts - Customers")
    }
    let requests = entries.filter { $0.message == "request" }
    #expect(requests.allSatisfy { $0.level == .debug })
    #expect(requests.contains { $0["method"] == "POST" && $0["path"] == "/data/$batch" && $0["status"] == "200" })
    #expect(entries.last?.message == "execution finished")
    #expect(entries.last?["status"] == "Warning")
  }

  @Test("At the level of warnings, what goes well is not logged")
  func quiet() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    let log = LogCollector()
    _ = try await world.engine(log.logger(.warning)).run(world.project("T1"))
    #expect(log.entries.filter { $0["row"] != nil }.isEmpty)
    #expect(log.entries.allSatisfy { $0.level >= .warning })
  }

  @Test("Whoever watches hears of every page, and of how many rows there will be; without a watcher nothing is counted")
  func progress() async throws {
    let world = try StubWorld()
    for number in 1...7 { world.account("A-\(number)", name: "Account \(number)") }
    var options = RunOptions(scope: .allData)
    options.pageSize = 3
    func counts() -> Int { world.sales.requests.count { $0.target.contains("/$count") } }
    _ = try await world.engine.run(world.project("T1"), options: options)
    #expect(counts() == 0)
    let engine = world.engine
    var told: [String] = []
    engine.progress = { project, run in told.append("\(project) \(run.read) of \(run.total ?? 0)") }
    _ = try await engine.run(world.project("T1"), options: options)
    #expect(told == ["T1 3 of 7", "T1 6 of 7", "T1 7 of 7"])
    #expect(counts() == 1)
  }

  /// Refuses everything, and repeats in its answer what it was sent.
  private final class Echo: HTTPTransport {
    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      let said = "refused: \(request.headers["Authorization"] ?? "") \(String(decoding: request.body, as: UTF8.self))"
      return HTTPResponse(
        403, headers: ["Content-Type": "application/json"], body: (["error": ["code": "0", "message": .string(said)]] as JSON).encoded())
    }
  }

  /// Hands out a token, or refuses and repeats the secret.
  private final class Authority: HTTPTransport {
    let isWilling: Bool

    init(isWilling: Bool) { self.isWilling = isWilling }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      let body: JSON =
        isWilling
        ? ["token_type": "Bearer", "expires_in": 3599, "access_token": "token-1f4b9c"]
        : ["error": "invalid_client", "error_description": "AADSTS7000215: secret-7d02aa is not it."]
      return HTTPResponse(isWilling ? 200 : 401, body: body.encoded())
    }
  }

  @Test(
    "A secret given to the engine is in no log, ledger, error or metric, even where a system repeats what it was sent",
    arguments: [(true, true), (true, false), (false, false)])
  func secrets(isWilling: Bool, systemWorks: Bool) async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-secrets-\(UUID().uuidString).db")
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + end) } }
    let world = try StubWorld(ledger: Ledger(.file(file.path)))
    world.account("A-1", name: "One")
    world.supplyChain.refusal = { _, _ in "no" }
    let log = LogCollector()
    func signedIn(_ endpoint: Endpoint) -> Endpoint {
      let tokens = ClientCredentials(
        authority: Authority(isWilling: isWilling), tenant: "contoso", client: "client", secret: "secret-7d02aa",
        resource: "https://org.example", now: { world.clock.now })
      let system: any HTTPTransport = systemWorks ? endpoint.transport : Echo()
      return Endpoint(
        name: endpoint.name, dialect: endpoint.dialect, servicePath: endpoint.servicePath,
        transport: SignedInTransport(system, tokens: tokens))
    }
    let engine = SyncEngine(
      connectionSet: ConnectionSet(
        name: "test", sales: signedIn(world.sales.endpoint), supplyChain: signedIn(world.supplyChain.endpoint), legalEntity: "USMF"),
      ledger: world.ledger, clock: world.clock, logger: log.logger(.trace))
    let execution = try await engine.run(world.project("T1"))
    #expect(execution.status == .error)
    let kept = try [file.path, file.path + "-wal"].filter { FileManager.default.fileExists(atPath: $0) }
      .map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self) }
    #expect(kept.joined().contains("Accounts"))
    let told = [log.text, "\(execution)", PrometheusText.of([execution], traffic: engine.traffic)] + kept
    #expect(log.text.contains("execution finished"))
    for text in told {
      #expect(!text.contains("7d02aa"))
      #expect(!text.contains("1f4b9c"))
    }
  }
}
