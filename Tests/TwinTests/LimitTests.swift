import Ambient
import OData
import Testing

@testable import Twin

/// Service protection, as any product may have it.
struct LimitTests {
  private static let standard = ServiceProtection(
    windowSeconds: 300, requests: 6000, executionMilliseconds: 1_200_000, concurrentRequests: 52, requestsHeader: "x-requests",
    timeHeader: "x-time", personEntitlement: 3, applicationEntitlement: 5)

  /// A library under service protection, and the clock its clients live by.
  private struct Guarded {
    let library: Library
    let clock: VirtualClock

    init(_ settings: JSONObject = [:], _ rules: ProtocolRules = LibraryProduct.dataverse) throws {
      var rules = rules
      rules.protection = LimitTests.standard
      library = try Library(rules)
      clock = try #require(library.service.ambient.clock as? VirtualClock)
      library.service.protect(try LimitSettings(settings))
    }

    func get() -> HTTPResponse { library.send(.get, "shelves") }

    /// As a client that waits for each answer before it asks again.
    @discardableResult
    func getAndWait() throws -> HTTPResponse {
      let answer = TwinDoor(library.service).handle(HTTPRequest(.get, "/api/shelves"))
      clock.advance(milliseconds: answer.takesMilliseconds)
      return try #require(answer.response)
    }

    func seconds(_ response: HTTPResponse) throws -> Int64 {
      try #require(response.headers["Retry-After"].flatMap { Int64($0) }, "\(response.status)")
    }
  }

  @Test("Requests beyond the limit of the window are turned away, once a whole window was busy")
  func requests() throws {
    let guarded = try Guarded(["concurrent": .null])
    for _ in 0..<299 {
      for _ in 0..<25 { #expect(guarded.get().status == 200) }
      guarded.clock.advance(milliseconds: 1000)
    }
    // 7475 requests: far beyond 6000, but the window is not over.
    #expect(guarded.get().status == 200)
    guarded.clock.advance(milliseconds: 1000)
    let refusal = guarded.get()
    #expect(refusal.status == 429)
    // 7451 of the last 300 seconds: 59 more seconds must slide out before fewer than 6000 are left.
    #expect(try guarded.seconds(refusal) == 59)
  }

  @Test("A client that waits as it is told is served at once")
  func obedient() throws {
    let guarded = try Guarded(["requests": 100, "windowSeconds": 60, "concurrent": .null])
    var (served, waits) = (0, 0)
    while served < 1000 {
      let answer = guarded.get()
      if answer.status == 200 {
        served += 1
        guarded.clock.advance(milliseconds: 100)
        continue
      }
      waits += 1
      guarded.clock.advance(milliseconds: try guarded.seconds(answer) * 1000)
      #expect(guarded.get().status == 200)
      served += 1
    }
    #expect(waits > 0)
  }

  @Test("Who keeps pushing is told to wait longer each time, and is not served before that")
  func pushing() throws {
    let guarded = try Guarded(["requests": 10, "windowSeconds": 60, "actsAfterFullWindow": false, "concurrent": .null])
    for _ in 0..<10 { #expect(guarded.get().status == 200) }
    var last: Int64 = 0
    for push in 0..<8 {
      let seconds = try guarded.seconds(guarded.get())
      #expect(seconds > last, "push \(push)")
      last = seconds
      guarded.clock.advance(milliseconds: 1000)
    }
    // Without pushing it would have been over after 60 seconds.
    guarded.clock.advance(milliseconds: 60_000 - 8000)
    #expect(guarded.get().status == 429)
  }

  @Test("However long somebody pushes, no wait is longer than two windows")
  func longest() throws {
    let guarded = try Guarded(["requests": 1, "windowSeconds": 10, "actsAfterFullWindow": false, "concurrent": .null])
    #expect(guarded.get().status == 200)
    var longest: Int64 = 0
    for _ in 0..<100 { longest = max(longest, try guarded.seconds(guarded.get())) }
    #expect(longest == 20)
  }

  @Test("Combined execution time beyond the limit is turned away")
  func executionTime() throws {
    let guarded = try Guarded([
      "executionSeconds": 1, "actsAfterFullWindow": false, "concurrent": .null, "costs": ["query": 250], "perKilobyte": 0,
    ])
    for _ in 0..<4 { #expect(guarded.get().status == 200) }
    #expect(guarded.get().status == 429)
    guarded.clock.advance(milliseconds: 301_000 + 60_000)
    #expect(guarded.get().status == 200)
  }

  @Test("A batch counts as one request, and the execution time of its parts adds up")
  func batch() throws {
    let guarded = try Guarded(["concurrent": .null, "costs": ["query": 1000, "batch": 7], "perKilobyte": 0])
    let parts = (1...5).map { BatchItem.request(BatchPart(contentID: "\($0)", request: HTTPRequest(.get, "/api/shelves"))) }
    let (type, body) = BatchFormat.encodeRequest(parts, boundary: "b")
    let answer = guarded.library.service.handle(HTTPRequest(.post, "/api/$batch", headers: ["Content-Type": type], body: body))
    #expect(answer.status == 200)
    #expect(answer.headers["x-requests"] == "5999")
    #expect(answer.headers["x-time"] == "1,194.99")
  }

  @Test("Requests that arrive while others are worked on are concurrent; beyond the limit they are turned away at once")
  func concurrency() throws {
    let guarded = try Guarded()
    for _ in 0..<52 { #expect(guarded.get().status == 200) }
    let refusal = guarded.get()
    #expect(refusal.status == 429)
    #expect(try guarded.seconds(refusal) == 1)
    guarded.clock.advance(milliseconds: 1000)
    #expect(guarded.get().status == 200)
  }

  @Test("A client that waits for each answer is never concurrent with itself")
  func serial() throws {
    let guarded = try Guarded(["concurrent": 1])
    for _ in 0..<200 { #expect(try guarded.getAndWait().status == 200) }
  }

  @Test("Each limit can be off")
  func off() throws {
    let guarded = try Guarded(["requests": .null, "executionSeconds": .null, "concurrent": .null, "actsAfterFullWindow": false])
    for _ in 0..<7000 { #expect(guarded.get().status == 200) }
    #expect(guarded.get().headers["x-requests"] == nil)
  }

  @Test("Without service protection nobody is turned away and nothing is told")
  func without() throws {
    let guarded = try Guarded()
    guarded.library.service.protect(nil)
    for _ in 0..<200 { #expect(guarded.get().headers["x-requests"] == nil) }
  }

  @Test("Every user and every web server counts for itself")
  func users() throws {
    let guarded = try Guarded(["requests": 2, "actsAfterFullWindow": false, "concurrent": .null, "webServers": 2])
    // Dealt in turn: two requests a server.
    for _ in 0..<4 { #expect(guarded.get().status == 200) }
    #expect(guarded.get().status == 429)
    guarded.library.service.authenticator = Somebody("another")
    let first = guarded.get()
    #expect(first.status == 200)
    // Who keeps its cookie stays at its server.
    let cookie = try #require(first.headers["Set-Cookie"]?.split(separator: ";").first)
    #expect(guarded.library.send(.get, "shelves", nil, ["Cookie": String(cookie)]).status == 200)
    #expect(guarded.library.send(.get, "shelves", nil, ["Cookie": String(cookie)]).status == 429)
    #expect(guarded.library.send(.get, "shelves").status == 200)
  }

  @Test("What a day's licence allows is counted, operations of a batch one by one, and never enforced")
  func entitlement() throws {
    let guarded = try Guarded()
    guarded.library.service.authenticator = Somebody("ada")
    let parts = (1...4).map { BatchItem.request(BatchPart(contentID: "\($0)", request: HTTPRequest(.get, "/api/shelves"))) }
    let (type, body) = BatchFormat.encodeRequest(parts, boundary: "b")
    _ = guarded.library.service.handle(HTTPRequest(.post, "/api/$batch", headers: ["Content-Type": type], body: body))
    guarded.clock.advance(milliseconds: 1000)
    #expect(guarded.get().status == 200)
    let stage = try #require(guarded.library.service.limits)
    let today = try #require(stage.report(at: guarded.clock.now).first)
    #expect(today["user"] == "ada")
    #expect(today["requestsToday"] == 5)
    #expect(today["isOverEntitlement"] == true)
    guarded.clock.advance(milliseconds: 86_400_000)
    #expect(stage.report(at: guarded.clock.now).first?["requestsToday"] == 0)
  }

  @Test("A world that goes back to an earlier moment begins to count anew")
  func backwards() throws {
    let guarded = try Guarded(["requests": 3, "actsAfterFullWindow": false, "concurrent": .null])
    for _ in 0..<3 { #expect(guarded.get().status == 200) }
    #expect(guarded.get().status == 429)
    guarded.clock.restart(at: guarded.clock.now.adding(milliseconds: -60_000))
    #expect(guarded.get().status == 200)
  }

  @Test(
    "Settings that cannot be are refused by name",
    arguments: ["reqests=1", "requests=-1", "windowSeconds=0", "costs=1", "actsAfterFullWindow=maybe", "requests", "query=off"])
  func badSettings(text: String) {
    #expect(throws: LimitError.self) { try LimitSettings(text: text) }
  }

  @Test("Settings can be written as text")
  func text() throws {
    let changed = try LimitSettings(text: "requests=off,executionSeconds=5,concurrent=3,query=7,actsAfterFullWindow=no")
      .applied(to: Self.standard)
    #expect(changed.requests == nil)
    #expect(changed.executionMilliseconds == 5000)
    #expect(changed.concurrentRequests == 3)
    #expect(changed.costs[.query] == 7)
    #expect(!changed.actsAfterFullWindow)
    #expect(try LimitSettings(text: "on").applied(to: Self.standard) == Self.standard)
  }
}

/// Lets everybody in as one person.
final class Somebody: Authenticator {
  private let user: String

  init(_ user: String) { self.user = user }

  func caller(of request: HTTPRequest, at system: SystemAddress) throws(ServiceError) -> Caller {
    Caller(user: user, displayName: user, principalName: user)
  }
}
