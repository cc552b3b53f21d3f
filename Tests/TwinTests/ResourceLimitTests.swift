import Ambient
import OData
import Testing

@testable import Twin

/// The limit on the resources of a whole environment, as any product may have it.
struct ResourceLimitTests {
  /// A library whose resources are protected.
  private func library(_ settings: JSONObject, hasUserLimits: Bool = true) throws -> Library {
    var rules = LibraryProduct.financeAndOperations
    var protection = ServiceProtection(
      windowSeconds: 20, requests: nil, executionMilliseconds: nil, concurrentRequests: nil, actsAfterFullWindow: false,
      personEntitlement: 1, applicationEntitlement: 1)
    protection.resources = ResourceProtection()
    protection.hasUserLimits = hasUserLimits
    protection.exemptCallers = ["data integrator"]
    protection.exemptPaths = ["/api/books"]
    rules.protection = protection
    let library = try Library(rules)
    library.service.protect(try LimitSettings(settings, resources: true))
    return library
  }

  @Test(
    "When resources run short, low priority is turned away first, then medium, which everybody has, then high",
    arguments: [(79, 200, 200, 200), (80, 429, 200, 200), (90, 429, 429, 200), (95, 429, 429, 429)])
  func priorities(utilization: Int64, low: Int, medium: Int, high: Int) throws {
    let library = try library([
      "utilization": .number(ExactDecimal(utilization)), "priorities": ["Nightly": "low", "shop": "high"],
    ])
    for (name, status) in [("nightly", low), ("ada", medium), ("SHOP", high)] {
      library.service.authenticator = Somebody(name)
      #expect(library.send(.get, "shelves").status == status, "\(name) at \(utilization) %")
    }
    library.service.authenticator = nil
    #expect(library.send(.get, "shelves").status == medium)
  }

  @Test("Who keeps pushing is told to wait longer each time, up to two windows; who waits starts anew")
  func pushing() throws {
    let library = try library(["utilization": 100, "retrySeconds": 5])
    let clock = try #require(library.service.ambient.clock as? VirtualClock)
    let waits = (0..<40).map { _ in library.send(.get, "shelves").headers["Retry-After"] }
    #expect(waits.prefix(4) == ["5", "6", "7", "8"])
    #expect(waits.last == "40")
    clock.advance(milliseconds: 40_000)
    #expect(library.send(.get, "shelves").headers["Retry-After"] == "5")
    library.service.protect(try LimitSettings(["utilization": 10], resources: true))
    #expect(library.send(.get, "shelves").status == 200)
  }

  @Test("The product's own callers and addresses are exempt, and so is whom somebody names")
  func exempt() throws {
    let library = try library(["utilization": 100, "requests": 0])
    #expect(library.send(.get, "books").status == 200)
    #expect(library.send(.get, "shelves").status == 429)
    library.service.authenticator = Somebody("Data Integrator")
    #expect(library.send(.get, "shelves").status == 200)
    library.service.protect(try LimitSettings(["utilization": 100, "exempt": ["ada"]], resources: true))
    #expect(library.send(.get, "shelves").status == 429)
    library.service.authenticator = Somebody("Ada")
    #expect(library.send(.get, "shelves").status == 200)
  }

  @Test("Where a product no longer has limits per user, none can be set")
  func removed() throws {
    let library = try library(["requests": 0, "executionSeconds": 0, "concurrent": 0], hasUserLimits: false)
    #expect(library.send(.get, "shelves").status == 200)
    #expect(try self.library(["requests": 0]).send(.get, "shelves").status == 429)
  }

  @Test(
    "Settings of resources that cannot be are refused, and so are they by a product that has none",
    arguments: ["utilization=101", "retrySeconds=0", "priorities=high"])
  func badSettings(text: String) {
    #expect(throws: LimitError.self) { try LimitSettings(text: text, resources: true) }
    #expect(throws: LimitError.self) { try LimitSettings(["utilization": 5]) }
    #expect(throws: LimitError.self) { try LimitSettings(["priorities": ["a": "urgent"]], resources: true) }
  }
}
