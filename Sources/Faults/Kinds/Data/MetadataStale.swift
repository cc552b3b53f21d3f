import OData
import Twin

extension Fault {
  static let metadataStale = Fault(
    "metadata-stale", .data, "Metadata stays what it was when the fault was set up, whatever is installed since.",
    reach: FaultReach([.metadata], .instead), .inferred, "metadata is cached by gateways and by the services themselves",
    goodEngine: "Believes the service when it refuses what metadata promises, records the reason, and is right again once entities are "
      + "refreshed.",
    prepare: { scene in
      for service in scene.services {
        for accept in ["application/xml", "application/json"] {
          let request = HTTPRequest(.get, "\(service.product.rules.servicePath)/$metadata", headers: ["Accept": accept])
          scene.memory.bodies["\(service.product.name) \(accept)"] = scene.quietly(request, at: service)
        }
      }
    },
    act: { strike, proceed in
      let accept = (strike.request.headers["Accept"] ?? "").contains("json") ? "application/json" : "application/xml"
      guard let kept = strike.memory.bodies["\(strike.service.product.name) \(accept)"] else { return proceed(strike.request) }
      return TwinAnswer(kept)
    })
}
