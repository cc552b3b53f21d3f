public import Ambient
public import OData

extension Fault {
  /// Whether a seed can make a rule of it: everything it needs can be drawn.
  public var isDrawable: Bool { !reach.needsEntity && !parameters.contains(where: \.isRequired) }

  /// A rule of this fault as a seed has it: its settings, a system, a chance, and how often at most.
  /// - Parameters:
  ///   - period: when it may be active; it is for some part of it. For all time where `nil`.
  ///   - hitsMax: the most calls it hits, so that a world can come to rest.
  /// - Precondition: `isDrawable`.
  public func draw(during period: Range<Timestamp>? = nil, hitsMax: Int64 = 5, by generator: inout SeededGenerator) -> FaultRule {
    precondition(isDrawable, "'\(name)' needs settings that no seed can draw")
    var given = JSONObject()
    for parameter in parameters {
      if let value = parameter.drawn(by: &generator) { given.append(parameter.name, value) }
    }
    var aim = FaultAim()
    if !reach.systems.isEmpty, generator.next(below: 2) == 0 { aim.system = reach.systems[generator.next(below: reach.systems.count)] }
    if !reach.operations.isEmpty, generator.next(below: 3) == 0 {
      aim.operation = reach.operations[generator.next(below: reach.operations.count)]
    }
    switch generator.next(below: 3) {
    case 0: aim.call = Int64(generator.next(below: 20) + 1)
    case 1: aim.every = Int64(generator.next(below: 9) + 2)
    default: aim.probability = ExactDecimal(generator.next(below: 30) + 1) * (ExactDecimal("0.01") ?? 1)
    }
    aim.atMost = Int64(generator.next(below: Int(max(1, hitsMax))) + 1)
    if let period, generator.next(below: 2) == 0 {
      let seconds = Int((period.upperBound.milliseconds - period.lowerBound.milliseconds) / 1000)
      if seconds > 1 {
        let from = generator.next(below: seconds - 1)
        let length = generator.next(below: seconds - from) + 1
        aim.from = period.lowerBound.adding(seconds: Int64(from))
        aim.until = period.lowerBound.adding(seconds: Int64(from + length))
      }
    }
    do {
      return try FaultRule(self, given, aim: aim)
    } catch {
      preconditionFailure("a drawn rule of '\(name)' is none: \(error)")
    }
  }
}

extension FaultPlan {
  /// A mix of faults as a seed has it, at most one rule of each.
  /// - Parameter faults: to choose from; those no seed can draw are left out.
  public static func draw(
    _ count: Int, of faults: [Fault], during period: Range<Timestamp>? = nil, hitsMax: Int64 = 5, by generator: inout SeededGenerator
  ) -> FaultPlan {
    var left = faults.filter(\.isDrawable)
    var plan = FaultPlan()
    while plan.rules.count < count, !left.isEmpty {
      let fault = left.remove(at: generator.next(below: left.count))
      plan.rules.append(fault.draw(during: period, hitsMax: hitsMax, by: &generator))
    }
    return plan
  }
}
