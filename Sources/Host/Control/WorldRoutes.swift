import Faults
import OData
import Scenarios
import Twin

/// Worlds: list, make, look at, reset, delete.
enum WorldRoutes {
  private static let clock: [ControlField] = [
    ControlField("start", .moment, "First moment of its clock; the machine's time without it"),
    ControlField("frozen", .flag, "Whether the clock stands still until somebody moves it"),
  ]

  private static let plan: [ControlField] = [
    ControlField("name", .name, required: true, "1 to 63 lower-case letters, digits, '-' and '_', a letter or digit first"),
    ControlField("level", .text, "Level of Supply Chain, such as 7.3; see /capabilities"),
    ControlField("solution", .optional(.text), "Version of the Prospect to cash solution in Sales; null or 'none' for none"),
    ControlField("webApi", .text, "Version of Sales: 9.2, 9.1, 9.0, 8.2, or 8.2.0 for one before 8.2.1.207"),
    ControlField("strict", .flag, "Whether versions of the Web API that nobody knows of are refused"),
    LimitRoutes.field,
    ControlField("seed", .seed, "Seed behind identifiers and generated numbers"),
    ControlField("baseline", .optional(.text), "Name of a baseline this host knows; null or 'none' for bare systems"),
    ControlField("clock", .object(clock), "How its clock goes"),
  ]

  static let all: [ControlRoute] = [
    ControlRoute(.get, "/worlds", "listWorlds", "All worlds.", answer: .json("Worlds")) { call in
      var worlds: [JSON] = []
      for world in call.host.hostedWorlds { worlds.append(try await describe(world)) }
      return ControlCall.json(["worlds": .array(worlds), "worldsMax": .number(ExactDecimal(call.host.options.worldsMax))])
    },
    ControlRoute(
      .post, "/worlds", "createWorld", "Makes a world.", body: .json(plan, required: true), status: 201, answer: .json("World"),
      refusals: [409]
    ) { call in
      guard let name = call.body["name"]?.stringValue else { preconditionFailure("the body was checked") }
      let badRows = try await call.host.makeWorld(named: name, try WorldRoutes.plan(call.body))
      var world = try await describe(call.host.world(name)).objectValue ?? [:]
      world.append("badRows", .array(badRows.map { .string($0) }))
      return ControlCall.json(.object(world), status: 201)
    },
    ControlRoute(.get, "/worlds/{world}", "readWorld", "One world.", answer: .json("World"), refusals: [404]) { call in
      ControlCall.json(try await describe(call.world()))
    },
    ControlRoute(
      .delete, "/worlds/{world}", "deleteWorld", "Ends a world and removes what is kept of it.", status: 204, answer: .nothing,
      refusals: [404]
    ) { call in
      try await call.host.removeWorld(call["world"])
      return HTTPResponse(204)
    },
    ControlRoute(
      .post, "/worlds/{world}/reset", "resetWorld", "Puts a world back to the beginning: its own, or that of another baseline or seed.",
      body: .json(
        [
          ControlField("baseline", .text, "Name of a baseline, 'none' for bare systems; the world's own without it"),
          ControlField("seed", .seed, "Another seed; the world's own without it"),
        ], required: false), answer: .json("World"), refusals: [404]
    ) { call in
      let world = try call.world()
      try await world.reset(baseline: call.body["baseline"]?.stringValue, seed: call.body["seed"]?.unsignedValue)
      return ControlCall.json(try await describe(world))
    },
    ControlRoute(
      .put, "/worlds/{world}/seed", "setSeed", "Draws from another seed from now on; rows stay.",
      body: .json([ControlField("seed", .seed, required: true, "The seed")], required: true), answer: .json("World"), refusals: [404]
    ) { call in
      let world = try call.world()
      let seed = call.body["seed"]?.unsignedValue ?? 1
      try await world.run { life, _ in try life.reseed(seed) }
      return ControlCall.json(try await describe(world))
    },
    ControlRoute(
      .post, "/worlds/{world}/installations", "install",
      "Installs something on a system while the world goes on, or removes the solution. Rows stay; a reset or a restore goes back.",
      body: .json(
        [
          ControlField(
            "install", .text, required: true,
            "A version of the solution in Sales ('solution 1.15.0.1', 'solution none'), a hotfix ('KB4045570') or a release "
              + "('release 7.3') of Supply Chain")
        ], required: true), answer: .json("World"), refusals: [404, 409]
    ) { call in
      let text = call.body["install"]?.stringValue ?? ""
      guard let installation = Installation(text) else {
        throw ControlError.badRequest(
          "'\(text.prefix(80))' cannot be installed", hint: "Write 'solution 1.15.0.1', 'solution none', 'KB4045570' or 'release 7.3'.")
      }
      let world = try call.world()
      try await world.run { life, _ in try life.install(installation) }
      return ControlCall.json(try await describe(world))
    },
  ]

  private static func describe(_ world: HostedWorld) async throws -> JSON {
    let name = world.name
    return try await world.run { life, _ in
      var object: JSONObject = ["name": .string(name), "path": .string("/worlds/\(name)")]
      for member in life.plan.json.members { object.append(member.name, member.value) }
      object.append("clock", ClockRoutes.describe(life))
      object.append("faults", .number(ExactDecimal(life.twins.faults.entries.count)))
      object.append("requests", .number(ExactDecimal(life.twins.log.total)))
      object.append("snapshots", .array(try life.shelf.names().map { .string($0) }))
      return .object(object)
    }
  }

  /// - Throws: `LimitError`.
  private static func plan(_ body: JSONObject) throws -> WorldPlan {
    var plan = WorldPlan()
    if let level = body["level"]?.stringValue { plan.level = level }
    if let solution = body["solution"] { plan.solution = solution.stringValue == "none" ? nil : solution.stringValue }
    if let version = body["webApi"]?.stringValue { plan.webAPI = version }
    if let strict = body["strict"]?.boolValue { plan.isStrict = strict }
    if let limits = body["limits"]?["sales"]?.objectValue { plan.salesLimits = try LimitSettings(limits) }
    if let limits = body["limits"]?["supplyChain"]?.objectValue { plan.supplyChainLimits = try LimitSettings(limits, resources: true) }
    if let seed = body["seed"]?.unsignedValue { plan.seed = seed }
    if let baseline = body["baseline"]?.stringValue { plan.baseline = baseline == "none" ? nil : baseline }
    plan.start = body["clock"]?["start"]?.stringValue.flatMap { Timestamp($0) }
    plan.isFrozen = body["clock"]?["frozen"]?.boolValue ?? false
    return plan
  }
}
