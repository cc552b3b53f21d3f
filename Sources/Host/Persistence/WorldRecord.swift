import OData

/// `world.json`: what a kept world is, beside its databases.
///
/// Row versions and number sequences live in the databases, in the transactions that use them. Identifiers are drawn from a
/// generator whose state would have to be written with every draw; instead each opening takes a stream of its own
/// (`incarnation`), so nothing is ever drawn twice.
struct WorldRecord: Hashable, Sendable {
  static let format: Int64 = 1

  var plan: WorldPlan
  var models: ModelFingerprints
  var clock: HostedClock
  /// The world's time when this was written.
  var moment: Timestamp
  /// How often the world was opened.
  var incarnation: UInt64

  init(plan: WorldPlan, models: ModelFingerprints, clock: HostedClock, moment: Timestamp, incarnation: UInt64) {
    self.plan = plan
    self.models = models
    self.clock = clock
    self.moment = moment
    self.incarnation = incarnation
  }

  var encoded: [UInt8] {
    var object: JSONObject = ["format": .number(ExactDecimal(Self.format))]
    for member in plan.json.members { object.append(member.name, member.value) }
    object.append("models", models.json)
    object.append("clock", clock.json)
    object.append("milliseconds", .number(ExactDecimal(moment.milliseconds)))
    object.append("incarnation", .number(ExactDecimal(incarnation)))
    return JSON.object(object).encoded()
  }

  /// - Throws: `DataError` that says what to do about a file of another format.
  init(_ bytes: [UInt8], file: String) throws(DataError) {
    guard let json = try? JSON(decoding: bytes), let object = json.objectValue, let format = object["format"]?.numberValue?.exactInt64
    else {
      throw DataError("\(file) is no description of a world; move its folder away, and the world is made anew")
    }
    guard format <= Self.format else {
      throw DataError(
        "\(file) has format \(format), written by a newer p2c; this one reads up to \(Self.format). Use the newer p2c, or another folder")
    }
    guard format == Self.format, let plan = WorldPlan(object), let models = ModelFingerprints(object["models"]),
      let clock = HostedClock(object["clock"]), let moment = object["milliseconds"]?.numberValue?.exactInt64,
      let incarnation = object["incarnation"]?.unsignedValue
    else { throw DataError("\(file) is damaged; put back a copy, or move its folder away, and the world is made anew") }
    self.init(
      plan: plan, models: models, clock: clock, moment: Timestamp(milliseconds: moment),
      incarnation: incarnation)
  }

  /// - Throws: `DataError` where the world is not what somebody demands.
  func refuse(unless demand: WorldDemand, world: String) throws(DataError) {
    var reasons: [String] = []
    if let level = demand.level, level != plan.level { reasons.append("level \(plan.level), not \(level)") }
    if let solution = demand.solution, solution != plan.solution ?? "none" {
      reasons.append("solution version \(plan.solution ?? "none"), not \(solution)")
    }
    if let version = demand.webAPI, version != plan.webAPI { reasons.append("Sales version \(plan.webAPI), not \(version)") }
    if let seed = demand.seed, seed != plan.seed { reasons.append("seed \(plan.seed), not \(seed)") }
    if let baseline = demand.baseline, baseline != plan.baseline ?? "none" {
      reasons.append("baseline \(plan.baseline ?? "none"), not \(baseline)")
    }
    guard reasons.isEmpty else {
      throw DataError(
        "world '\(world)' was kept with \(reasons.joined(separator: "; ")). Ask for what it is, or leave the options away, or name another "
          + "world or folder")
    }
  }
}
