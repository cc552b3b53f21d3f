import OData
import Twin

extension Fault {
  static let duplicateKey = Fault(
    "duplicate-key", .data, "Right before rows are created, somebody else creates rows of the same keys.",
    reach: FaultReach([.create, .batch], .before), .inferred, "people and other integrations create rows, too",
    goodEngine:
      "The create is refused, which is told with its reason; the row is found by its key and updated, at once or at the next run, and "
      + "is there once.",
    act: { strike, proceed in
      for call in strike.calls.all where call.operation == .create && FaultCalls.isAimedAt(call, strike.scene.aim) {
        var request = call.request
        request.target = strike.absolute(request.target)
        _ = strike.scene.quietly(request, at: strike.service)
      }
      return proceed(strike.request)
    })
}

extension FaultStrike {
  /// A part of a batch may be addressed from the service root; by itself it is not.
  func absolute(_ target: String) -> String {
    target.hasPrefix("/") ? target : "\(service.product.rules.servicePath)/\(target)"
  }
}
