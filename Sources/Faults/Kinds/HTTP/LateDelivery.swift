import OData
import Twin

extension Fault {
  static let lateDelivery = Fault(
    "late-delivery", .http,
    "A request that only creates rows is held up on the way: the client sees its connection closed, and the request is carried out right "
      + "before the next one of the aim, or when the fault is healed.",
    reach: FaultReach([.create, .batch], .either), .inferred, "a connection that ends does not take back what proxies have taken over",
    goodEngine: "Has read the key back and written the row again by then; the request that comes late is refused, and does no harm. Of an "
      + "update that comes late nobody can know: only a run with all data puts right what it undoes.",
    heal: { scene in
      for request in scene.memory.heldBack {
        for service in scene.services where service.owns(request.target) { _ = scene.quietly(request, at: service) }
      }
      scene.memory.heldBack = []
    },
    act: { strike, proceed in
      guard strike.calls.all.allSatisfy({ $0.operation == .create || $0.operation == .batch }) else { return proceed(strike.request) }
      let late = strike.memory.heldBack
      strike.memory.heldBack = [strike.request]
      for request in late { _ = proceed(request) }
      return TwinAnswer(ConnectionLost(wasCarriedOut: false))
    })
}
