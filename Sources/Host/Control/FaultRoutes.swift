import Faults
import OData
import Scenarios
import StrictYAML

/// Faults of a world: which there are, set up, list, heal.
enum FaultRoutes {
  static let all: [ControlRoute] = [
    ControlRoute(.get, "/faults", "listFaultCatalogue", "Every fault there is, with its parameters.", answer: .json("FaultCatalogue")) {
      _ in
      ControlCall.json([
        "faults": .array(FaultCatalogue.all.map { .object($0.json) }), "aim": .array(FaultAim.keys.map { .string($0) }),
      ])
    },
    ControlRoute(
      .get, "/worlds/{world}/faults", "listFaults", "The faults that are set up, with how often each hit.", answer: .json("Faults"),
      refusals: [404]
    ) { call in
      try await call.world().run { life, _ in ControlCall.json(list(life.twins.faults.entries)) }
    },
    ControlRoute(
      .post, "/worlds/{world}/faults", "addFaults", "Sets one fault up, or a list of them. They act from the next request on.",
      body: .yaml("FaultRules"), status: 201, answer: .json("Faults"), refusals: [404]
    ) { call in
      let plan = try plan(call.bytes)
      return try await call.world().run { life, _ in
        let faults = life.twins.faults
        guard faults.entries.count + plan.rules.count <= faultsMax else {
          throw WorldError(.badFault, "a world takes at most \(faultsMax) faults", hint: "Heal some.")
        }
        var ids: [Int] = []
        do {
          for rule in plan.rules { ids.append(try faults.add(rule)) }
        } catch {
          // All of them or none.
          for id in ids { try faults.heal(id) }
          throw error
        }
        return ControlCall.json(list(faults.entries.filter { ids.contains($0.id) }), status: 201)
      }
    },
    ControlRoute(
      .delete, "/worlds/{world}/faults", "healFaults", "Heals all faults.", status: 204, answer: .nothing, refusals: [404]
    ) { call in
      try await call.world().run { life, _ in _ = try life.twins.faults.healAll() }
      return HTTPResponse(204)
    },
    ControlRoute(
      .delete, "/worlds/{world}/faults/{fault}", "healFault", "Heals one fault.", status: 204, answer: .nothing, refusals: [404]
    ) { call in
      let id = call["fault"]
      return try await call.world().run { life, _ in
        guard let number = Int(id), try life.twins.faults.heal(number) != nil else {
          throw WorldError(.unknownFault, "there is no fault \(id.prefix(40))", hint: "GET …/faults lists them.")
        }
        return HTTPResponse(204)
      }
    },
  ]

  private static let faultsMax = 1000
  private static let bytesMax = 1 << 20

  private static func list(_ entries: [FaultStage.Entry]) -> JSON { ["faults": .array(entries.map { .object($0.json) })] }

  /// JSON is YAML, so one reader takes both.
  private static func plan(_ body: [UInt8]) throws -> FaultPlan {
    guard body.count <= bytesMax, let text = String(validating: body, as: UTF8.self), !text.utf8.contains(0) else {
      throw WorldError(.badFault, "the body is no text of at most \(bytesMax) bytes", hint: "Send a fault as JSON or YAML.")
    }
    do {
      let plan = try FaultPlan(SourceFile(path: "body", text: text))
      guard !plan.isEmpty else { throw WorldError(.badFault, "the body holds no fault", hint: "Send one, or a list.") }
      return plan
    } catch {
      guard let file = error as? MalformedFile else { throw error }
      throw WorldError(.badFault, file.diagnostics.map(\.message).joined(separator: "; "), hint: hint)
    }
  }

  static let hint = "GET /_p2c/v1/faults lists faults and their parameters."
}
