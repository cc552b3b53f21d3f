import OData
import SalesTwin
import Scenarios
import SupplyChainTwin
import Twin

/// What the host itself is: alive, of which version, with which capabilities.
enum HostRoutes {
  static let all: [ControlRoute] = [
    ControlRoute(.get, "/health/live", "live", "Whether the process answers.", answer: .json("Health")) { _ in
      ControlCall.json(["status": "live"])
    },
    ControlRoute(
      .get, "/health/ready", "ready", "Whether the default world takes requests: 200, else 503.", answer: .json("Health"), refusals: [503]
    ) { call in
      do {
        try await call.host.world(call.host.options.defaultWorld).run { _, _ in }
        return ControlCall.json(["status": "ready"])
      } catch let error as WorldError {
        throw ControlError(status: 503, code: "notReady", message: error.message, hint: error.hint)
      }
    },
    ControlRoute(.get, "/version", "version", "Versions of the program and of this interface.", answer: .json("Version")) { call in
      ControlCall.json([
        "program": .string(call.host.options.version), "controlPlane": "v1", "started": .string(call.host.started.description),
      ])
    },
    ControlRoute(
      .get, "/capabilities", "capabilities", "Levels of both systems and what each offers, from their models.",
      answer: .json("Capabilities")
    ) { _ in
      ControlCall.json([
        "sales": .array(try SalesTwin.levels().map(level)), "supplyChain": .array(try SupplyChainLevel.releases().map(level)),
        "hotfixes": .array(try SupplyChainLevel.hotfixes().map(hotfix)),
      ])
    },
    ControlRoute(.get, "/openapi.json", "openapi", "This description.", answer: .content(["application/json"])) { call in
      ControlCall.json(OpenAPI.document(version: call.host.options.version))
    },
    ControlRoute(.get, "/metrics", "metrics", "Counts of what each world was asked since it was opened.", answer: .json("Metrics")) {
      call in
      var worlds = JSONObject()
      for world in call.host.hostedWorlds {
        worlds.append(world.name, try await world.run { life, _ in life.metrics.json(life.twins.doors.map(\.service)) })
      }
      return ControlCall.json(["worlds": .object(worlds)])
    },
  ]

  private static func hotfix(_ hotfix: Hotfix) -> JSON {
    [
      "hotfix": .string(hotfix.name), "release": .string(hotfix.release),
      "capabilities": .array(hotfix.capabilities.map { .string($0) }), "contains": .array(hotfix.contains.map { .string($0) }),
      "content": .string(hotfix.content), "evidence": .string(hotfix.evidence.rawValue), "source": .string(hotfix.source),
    ]
  }

  private static func level(_ level: LevelTable.Level) -> JSON {
    [
      "level": .string(level.name), "capabilities": .array(level.capabilities.map { .string($0) }),
      "evidence": .string(level.evidence.rawValue), "source": .string(level.source),
    ]
  }
}
