import Ambient
import OData
import Scenarios

/// The clock of a world: read, move, stop.
enum ClockRoutes {
  private static let century: Int64 = 100 * 366 * 86_400_000

  static let all: [ControlRoute] = [
    ControlRoute(.get, "/worlds/{world}/clock", "readClock", "The world's time.", answer: .json("Clock"), refusals: [404]) { call in
      ControlCall.json(try await call.world().run { life, _ in describe(life) })
    },
    ControlRoute(
      .put, "/worlds/{world}/clock", "setClock", "Moves the clock to a later moment. It never runs back; a reset or a restore does that.",
      body: .json([ControlField("now", .moment, required: true, "The moment")], required: true), answer: .json("Clock"), refusals: [404]
    ) { call in
      guard let moment = call.body["now"]?.stringValue.flatMap({ Timestamp($0) }) else { preconditionFailure("the body was checked") }
      return try await call.world().run { life, _ in
        let distance = moment.milliseconds - life.twins.clock.now.milliseconds
        guard distance >= 0 else {
          throw WorldError(
            .clockRunsForward, "it is \(life.twins.clock.now) already", hint: "Reset the world or restore a snapshot to go back in time.")
        }
        life.advance(distance)
        return ControlCall.json(describe(life))
      }
    },
    ControlRoute(
      .post, "/worlds/{world}/clock/advance", "advanceClock", "Moves the clock on.",
      body: .json([ControlField("milliseconds", .number(0...century), required: true, "How far, in milliseconds")], required: true),
      answer: .json("Clock"), refusals: [404]
    ) { call in
      let milliseconds = call.body["milliseconds"]?.numberValue?.exactInt64 ?? 0
      return try await call.world().run { life, _ in
        life.advance(milliseconds)
        return ControlCall.json(describe(life))
      }
    },
    ControlRoute(.post, "/worlds/{world}/clock/freeze", "freezeClock", "Stops the clock.", answer: .json("Clock"), refusals: [404]) {
      call in
      try await call.world().run { life, _ in
        life.clock.freeze()
        return ControlCall.json(describe(life))
      }
    },
    ControlRoute(
      .post, "/worlds/{world}/clock/unfreeze", "unfreezeClock", "Lets the clock go on from where it stands, as fast as the machine's.",
      answer: .json("Clock"), refusals: [404]
    ) { call in
      try await call.world().run { life, now in
        life.clock.unfreeze(now, life.twins.clock)
        return ControlCall.json(describe(life))
      }
    },
  ]

  static func describe(_ life: WorldLife) -> JSON {
    ["now": .string(life.twins.clock.now.description), "frozen": .bool(life.clock.isFrozen)]
  }
}
