import Ambient
import OData
import Twin

/// Where a fault that is set up acts: its settings, what it remembers, and the world.
struct FaultScene {
  let rule: FaultRule
  let memory: FaultMemory
  let stage: FaultStage

  var values: FaultValues { rule.values }
  var aim: FaultAim { rule.aim }

  /// The systems the aim lets it strike.
  var services: [TwinService] {
    stage.services.filter { service in
      rule.fault.reach.systems.contains(service.product.name) && (aim.system.map { $0 == service.product.name } ?? true)
    }
  }

  func draw(below bound: Int) -> Int { stage.ambient.faults.next(below: bound) }

  /// Lets somebody else ask a system for something: not signed in, not counted, and past all faults.
  /// - Throws: `FaultTrouble` for a refusal.
  @discardableResult
  func asSomebodyElse(_ request: HTTPRequest, at service: TwinService) throws -> HTTPResponse {
    let response = quietly(request, at: service)
    guard response.status < 300 else {
      throw FaultTrouble(
        "'\(rule.fault.name)': \(request.method.rawValue) \(request.target): \(response.status) \(response.text.prefix(300))")
    }
    return response
  }

  /// The same, refused or not.
  func quietly(_ request: HTTPRequest, at service: TwinService) -> HTTPResponse {
    let (authenticator, observer) = (service.authenticator, service.observer)
    let wasPaused = service.limits?.isPaused ?? false
    service.authenticator = nil
    service.observer = nil
    service.limits?.isPaused = true
    defer {
      service.authenticator = authenticator
      service.observer = observer
      service.limits?.isPaused = wasPaused
    }
    return service.handle(request)
  }

  /// Lets virtual time pass.
  func advance(milliseconds: Int64) {
    if let clock = stage.ambient.clock as? VirtualClock { clock.advance(milliseconds: milliseconds) }
  }
}
