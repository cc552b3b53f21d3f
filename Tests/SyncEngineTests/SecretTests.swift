import Ambient
import Foundation
import Logging
import OData
import StrictYAML
import SyncEngine
import Synchronization
import Testing

/// Secrets of connection sets end in requests, and nowhere else.
struct SecretTests {
  private static let secret = "hunter2-hunter2"

  /// Refuses everybody, and says back what it was sent.
  private final class Refusing: HTTPTransport {
    var forms: [String] = []

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      forms.append(String(decoding: request.body, as: UTF8.self))
      let body: JSON = ["error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."]
      return HTTPResponse(401, body: body.encoded())
    }
  }

  private struct Lines: LogHandler {
    static let kept = Mutex<[String]>([])
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { Self.kept.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") } }
  }

  private let set = """
    connectionSet: test
    connections:
      entra: {credentials: {kind: clientSecret, tenant: contoso.com, client: app, secret: env:SECRET}, proxy: env:PROXY}
    sales: {connection: entra, address: "https://contoso.crm.dynamics.com"}
    supplyChain: {connection: entra, address: "https://contoso.operations.dynamics.com"}
    organizations: [{legalEntity: USMF}]
    """

  @Test("A secret is in no ledger, no log, no event and no error, even when signing in fails")
  func nowhere() async throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(UInt64.random(in: .min ... .max)).db").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) } }
    let world = try StubWorld()
    let authority = Refusing()
    var ways: [ConnectionSetOpener.Way] = []
    let opener = ConnectionSetOpener(
      resolver: SecretResolver(variables: ["SECRET": Self.secret, "PROXY": "http://me:\(Self.secret)@proxy:1"]) { _ in nil },
      open: { way in
        ways.append(way)
        return way.origin.contains("login") ? authority : world.sales
      }, signer: { _, _ in throw CancellationError() }, now: { [clock = world.clock] in clock.now })
    let definition = try ConnectionSetFile.read(SourceFile(path: "set.yaml", text: set))
    let connections = try opener.open(definition)
    let execution: Execution
    var project = world.project("T1")
    project.notifications = NotificationSettings(on: [.errors], to: [.webhook(.reference(.environment("SECRET")))])
    do {
      let ledger = try Ledger(.file(file))
      let logger = Logger(label: "test") { _ in Lines() }
      let engine = SyncEngine(connectionSet: connections, ledger: ledger, clock: world.clock, logger: logger)
      engine.notifier = Notifier(ledger: ledger, clock: world.clock, logger: logger) { _ in throw CancellationError() }
      execution = try await engine.run(project)
      let events = try ledger.notifications().map { "\($0)" }.joined()
      #expect(!events.contains(Self.secret))
      #expect(events.contains("webhook env:SECRET"))
    }
    #expect(execution.status == .error)
    let failure = "\(execution.failure ?? "") \(execution.problems)"
    #expect(failure.contains("AADSTS7000215"))
    #expect(authority.forms.contains { $0.contains("client_secret=\(Self.secret)") }, "it does end in the request")
    #expect(!failure.contains(Self.secret))
    #expect(!"\(ways) \(definition) \(connections)".contains(Self.secret))
    let lines = Lines.kept.withLock { $0 }.joined(separator: "\n")
    #expect(lines.contains("execution finished"))
    #expect(!lines.contains(Self.secret))
    for suffix in ["", "-wal"] {
      guard let bytes = FileManager.default.contents(atPath: file + suffix) else { continue }
      #expect(bytes.range(of: Data(Self.secret.utf8)) == nil, "ledger\(suffix)")
    }
  }
}
