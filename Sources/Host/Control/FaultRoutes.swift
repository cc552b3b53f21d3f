import OData
import Scenarios
import Twin

/// Faults of a world: which kinds there are, set up, list, remove.
enum FaultRoutes {
  static let all: [ControlRoute] = [
    ControlRoute(.get, "/fault-kinds", "listFaultKinds", "Kinds of faults and their parameters.", answer: .json("FaultKinds")) { _ in
      ControlCall.json(["kinds": .array(FaultTable.kinds.map(describe)), "aim": .array(FaultAim.keys.map { .string($0) })])
    },
    ControlRoute(
      .get, "/worlds/{world}/faults", "listFaults", "The faults that are set up, with how often each hit.", answer: .json("Faults"),
      refusals: [404]
    ) {
      call in
      let faults = try await call.world().run { life, _ in life.twins.faults.entries.map { JSON.object($0.json) } }
      return ControlCall.json(["faults": .array(faults)])
    },
    ControlRoute(
      .post, "/worlds/{world}/faults", "addFault", "Sets a fault up. It acts from the next request on.",
      body: .json(
        [
          ControlField("kind", .text, required: true, "One of /fault-kinds"),
          ControlField("parameters", .anyObject, "Settings of the kind; what is left out has its default"),
          ControlField("aim", .anyObject, "Which calls it hits: system, entitySet, method, nth, count, probability, from, until"),
        ], required: true), status: 201, answer: .json("Fault"), refusals: [404]
    ) { call in
      let rule = try FaultRule(.object(call.body))
      return try await call.world().run { life, _ in
        let faults = life.twins.faults
        guard faults.entries.count < 1000 else {
          throw WorldError(.badFault, "1000 faults are set up already", hint: "Remove some.")
        }
        let id = try faults.add(rule)
        guard let entry = faults.entries.first(where: { $0.id == id }) else { preconditionFailure("the fault was just added") }
        return ControlCall.json(.object(entry.json), status: 201)
      }
    },
    ControlRoute(
      .delete, "/worlds/{world}/faults", "removeFaults", "Removes all faults.", status: 204, answer: .nothing, refusals: [404]
    ) { call in
      try await call.world().run { life, _ in life.twins.faults.removeAll() }
      return HTTPResponse(204)
    },
    ControlRoute(
      .delete, "/worlds/{world}/faults/{fault}", "removeFault", "Removes one fault.", status: 204, answer: .nothing, refusals: [404]
    ) { call in
      let id = call["fault"]
      return try await call.world().run { life, _ in
        guard Int(id).map({ life.twins.faults.remove($0) }) ?? false else {
          throw WorldError(.unknownFault, "there is no fault \(id.prefix(40))", hint: "GET …/faults lists them.")
        }
        return HTTPResponse(204)
      }
    },
  ]

  private static func describe(_ kind: any Fault.Type) -> JSON {
    ["kind": .string(kind.kind), "summary": .string(kind.summary), "parameters": .array(kind.parameters.map(describe))]
  }

  private static func describe(_ parameter: FaultParameter) -> JSON {
    var object: JSONObject = ["name": .string(parameter.name), "summary": .string(parameter.summary)]
    switch parameter.kind {
    case .number(let range, let number):
      object.append("type", "number")
      object.append("minimum", .number(ExactDecimal(range.lowerBound)))
      object.append("maximum", .number(ExactDecimal(range.upperBound)))
      object.append("default", .number(ExactDecimal(number)))
    case .text(let text):
      object.append("type", "text")
      object.append("default", text.map { .string($0) } ?? .null)
    case .word(let words, let word):
      object.append("type", "word")
      object.append("words", .array(words.map { .string($0) }))
      object.append("default", .string(word))
    }
    return .object(object)
  }
}
