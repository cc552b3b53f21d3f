import OData
import Twin

extension Fault {
  static let lateDelivery = Fault(
    "late-delivery", .http,
    "The request is held up on the way: the client sees its connection closed, and the request is carried out right "
      + "before the next call of the aim.",
    reach: FaultReach([.write, .batch], .either), .inferred, "a connection that ends does not take back what proxies have taken over",
    goodEngine:
      "Has read the key back and written the row again by then; the request that comes late must do no harm: creates are refused, "
      + "and updates say the same.",
    heal: { scene in
      for request in scene.memory.heldBack {
        for service in scene.services where service.owns(request.target) { _ = scene.quietly(request, at: service) }
      }
      scene.memory.heldBack = []
    },
    act: { strike, proceed in
      let late = strike.memory.heldBack
      strike.memory.heldBack = [strike.request]
      for request in late { _ = proceed(request) }
      return TwinAnswer(ConnectionLost(wasCarriedOut: false))
    })
}
