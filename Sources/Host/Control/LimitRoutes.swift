import Ambient
import OData
import Scenarios
import Twin

/// Service protection of a world: how much its users have used, other limits while it runs.
enum LimitRoutes {
  /// The limits of a world, in the body that makes it.
  static let field = ControlField("limits", .object(systems), "Service protection; off where nothing is said")
  private static let systems = ["sales", "supplyChain"].map {
    ControlField($0, .optional(.anyObject), "What is different from the product's limits; null for none")
  }

  static let all: [ControlRoute] = [
    ControlRoute(
      .get, "/worlds/{world}/limits", "readLimits", "The limits of both systems, and how much each user has used.", answer: .json("Limits"),
      refusals: [404]
    ) { call in
      ControlCall.json(try await call.world().run { life, _ in describe(life) })
    },
    ControlRoute(
      .put, "/worlds/{world}/limits", "setLimits", "Sets other limits; what was counted is forgotten.",
      body: .json(systems, required: true), answer: .json("Limits"), refusals: [404]
    ) { call in
      let (sales, supplyChain) = (call.body["sales"], call.body["supplyChain"])
      let salesSettings = try sales?.objectValue.map { try LimitSettings($0) }
      let supplyChainSettings = try supplyChain?.objectValue.map { try LimitSettings($0, resources: true) }
      return try await call.world().run { life, _ in
        // A system that is not named keeps what it has.
        if sales != nil { try life.protect(sales: salesSettings) }
        if supplyChain != nil { try life.protect(supplyChain: supplyChainSettings) }
        return ControlCall.json(describe(life))
      }
    },
  ]

  private static func describe(_ life: WorldLife) -> JSON {
    var systems = JSONObject()
    for door in life.twins.doors {
      let stage = door.service.limits
      systems.append(
        door.service.product.name,
        [
          "limits": stage.map { describe($0.protection) } ?? .null,
          "users": .array(stage?.report(at: life.twins.clock.now) ?? []),
        ])
    }
    return .object(systems)
  }

  private static func describe(_ protection: ServiceProtection) -> JSON {
    func number(_ value: Int64?) -> JSON { value.map { .number(ExactDecimal($0)) } ?? .null }
    return [
      "requests": number(protection.requests), "executionSeconds": number(protection.executionMilliseconds.map { $0 / 1000 }),
      "concurrent": number(protection.concurrentRequests), "windowSeconds": number(protection.windowSeconds),
      "actsAfterFullWindow": .bool(protection.actsAfterFullWindow), "webServers": number(protection.webServers),
      "utilization": number(protection.resources?.utilization),
    ]
  }
}
