import Foundation
import Logging
import OData
import Scenarios
import StrictYAML
import SyncEngine
import Synchronization
import Testing

@testable import Wire

/// Projects over connection sets, against served twins.
@MainActor
struct ConnectionSetTests {
  @Test("A project runs over the connection set of an example, and who asked for it is told over HTTP that it cannot run elsewhere")
  func run() async throws {
    let server = try await LoopbackServer(logger: .quiet)
    let world = try await TwinWorldFactory(connector: RoutedConnector(server: server)).world(WorldConfiguration())
    let told = Mutex<[String]>([])
    let listener = try await ListeningServer(logger: .quiet) { request in
      told.withLock { $0.append("\(request.target) \(String(decoding: request.body, as: UTF8.self))") }
      return HTTPResponse(202)
    }
    let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/examples/connection-sets/twins.yaml")
    let text = try String(contentsOf: example, encoding: .utf8).replacing("http://127.0.0.1:8080", with: server.baseURL)
    let definition = try ConnectionSetFile.read(SourceFile(path: "set.yaml", text: text + "  - {name: elsewhere, legalEntity: NOPE}\n"))
    let opener = ConnectionSetOpener(
      resolver: SecretResolver(variables: [:]) { _ in nil }, open: { HTTPClientTransport(baseURL: $0.origin) },
      signer: { _, _ in throw CancellationError() }, now: { SystemClock().now })
    let ledger = try Ledger(.memory)
    let engine = SyncEngine(connectionSet: try opener.open(definition), ledger: ledger, clock: SystemClock())
    engine.notifier = Notifier(ledger: ledger, clock: SystemClock()) { _ in
      WebhookSink(HTTPClientTransport(baseURL: listener.baseURL), target: "/hook?sig=1")
    }
    let template = try #require(try TemplateCatalog.builtIn().template(named: "accounts"))
    var project = Project(name: "accounts", template: template)
    project.notifications = NotificationSettings(on: [.errors], to: [.webhook(.plain("\(listener.baseURL)/hook?sig=1"))])
    #expect(try await engine.validate(project) == [])
    #expect(try await engine.run(project).status == .completed)
    #expect(told.withLock { $0 } == [])
    project.organization = "elsewhere"
    let execution = try await engine.run(project)
    #expect(execution.problems.map(\.code) == ["DIPV1008"])
    let event = try #require(told.withLock { $0 }.first)
    #expect(event.hasPrefix("/hook?sig=1 {\"version\":1,\"event\":\"execution.finished\",\"project\":\"accounts\""))
    #expect(event.contains("\"code\":\"DIPV1008\""))
    #expect(try ledger.notifications().map { $0.delivered != nil } == [true])
    withExtendedLifetime((server, listener, world)) {}
  }
}
