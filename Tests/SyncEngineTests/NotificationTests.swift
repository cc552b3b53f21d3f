import Ambient
import Foundation
import OData
import SyncEngine
import Testing

struct NotificationTests {
  /// Takes events, or does not.
  private final class Hook: HTTPTransport {
    var status = 204
    var requests: [HTTPRequest] = []

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      requests.append(request)
      return HTTPResponse(status)
    }

    func body(_ index: Int) throws -> JSON { try JSON(decoding: requests[index].body) }
  }

  private let world: StubWorld
  private let hook = Hook()
  private let engine: SyncEngine

  init() throws {
    world = try StubWorld()
    engine = world.engine
    engine.notifier = Notifier(ledger: world.ledger, clock: world.clock) { [hook] _ in WebhookSink(hook, target: "/flows/1?sig=abc") }
  }

  private func project(
    _ occasions: Set<NotificationSettings.Occasion>, webhook: String = "https://flows.example/flows/1?sig=abc"
  ) -> Project {
    var project = world.project("T1")
    project.notifications = NotificationSettings(on: occasions, to: [.webhook(SecretText(webhook))])
    return project
  }

  private func refuse(_ names: String...) {
    world.supplyChain.refusal = { _, body in names.contains(body["OrganizationName"]?.stringValue ?? "") ? "The group is unknown." : nil }
  }

  @Test("A run that ends in Warning sends one event to each target; one that is Completed sends none (R-ENG-9)")
  func warning() async throws {
    world.account("A-1", name: "One")
    world.account("A-2", name: "Bad")
    refuse("Bad")
    _ = try await engine.run(project([.warnings]))
    #expect(hook.requests.count == 1)
    #expect(hook.requests[0].method == .post)
    #expect(hook.requests[0].target == "/flows/1?sig=abc")
    #expect(hook.requests[0].headers["Content-Type"] == "application/json; charset=utf-8")
    let event = try hook.body(0)
    #expect(event["version"] == 1)
    #expect(event["event"] == "execution.finished")
    #expect(event["project"] == "T1")
    #expect(event["status"] == "Warning")
    #expect(event["upserts"] == 1)
    #expect(event["errors"] == 1)
    let failures = event["tasks"]?.arrayValue?.first?["failures"]?.arrayValue
    #expect(failures?.first?["destinationKey"] == "usmf,A-2")
    #expect(failures?.first?["reason"]?.stringValue?.contains("The group is unknown.") == true)
    refuse()
    #expect(try await engine.run(project([.warnings])).status == .completed)
    #expect(hook.requests.count == 1)
  }

  @Test("Warnings and errors are asked for separately")
  func occasions() async throws {
    world.account("A-1", name: "Bad")
    refuse("Bad")
    #expect(try await engine.run(project([.warnings])).status == .error)
    #expect(hook.requests.isEmpty)
    _ = try await engine.run(project([.errors]))
    #expect(hook.requests.count == 1)
  }

  @Test("A webhook that does not answer changes nothing about the run; the event is kept and sent again, with the same id")
  func webhookDown() async throws {
    world.account("A-1", name: "Bad")
    refuse("Bad")
    hook.status = 503
    let execution = try await engine.run(project([.errors]))
    #expect(execution.status == .error)
    #expect(execution.failure == nil)
    var kept = try world.ledger.notifications()
    #expect(kept.map(\.delivered) == [nil])
    #expect(kept.map(\.failure) == ["the webhook answered with status 503"])
    hook.status = 200
    await engine.notifier?.deliverWaiting()
    kept = try world.ledger.notifications()
    #expect(kept.map(\.attempts) == [2])
    #expect(kept.map(\.delivered) == [world.clock.now])
    #expect(hook.requests.map { $0.headers["P2C-Event-Id"] } == ["1", "1"])
    #expect(hook.requests[0].body == hook.requests[1].body)
    await engine.notifier?.deliverWaiting()
    #expect(hook.requests.count == 2)
  }

  @Test("An event that nobody takes is given up after twenty tries")
  func givenUp() async throws {
    world.account("A-1", name: "Bad")
    refuse("Bad")
    hook.status = 500
    _ = try await engine.run(project([.errors]))
    for _ in 0..<30 { await engine.notifier?.deliverWaiting() }
    #expect(hook.requests.count == Notifier.attemptsMax)
  }

  @Test("An address is a secret: neither ledger nor event has its query")
  func addressIsSecret() async throws {
    world.account("A-1", name: "Bad")
    refuse("Bad")
    _ = try await engine.run(project([.errors]))
    let kept = try world.ledger.notifications()
    #expect(kept.map(\.target) == ["webhook https://flows.example/flows/1"])
    #expect(!kept[0].body.contains("sig=abc"))
    _ = try await engine.run(project([.errors], webhook: "env:FLOW"))
    #expect(try world.ledger.notifications().last?.target == "webhook env:FLOW")
  }

  @Test("Events go to a file as one line each")
  func file() async throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(UInt64.random(in: .min ... .max)).jsonl").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    world.account("A-1", name: "Bad")
    refuse("Bad")
    engine.notifier = Notifier(ledger: world.ledger, clock: world.clock) { target in
      guard case .file(let path) = target else { throw CancellationError() }
      return FileSink(path)
    }
    var project = project([.errors])
    project.notifications.targets = [.file(path)]
    _ = try await engine.run(project)
    _ = try await engine.run(project)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(try lines.map { try JSON(decoding: Array($0.utf8))["execution"] } == [1, 2])
  }
}
