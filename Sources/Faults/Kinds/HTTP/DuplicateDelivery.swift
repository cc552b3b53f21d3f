import Twin

extension Fault {
  static let duplicateDelivery = Fault(
    "duplicate-delivery", .http, "Somebody on the way sends the request twice; the client gets the second answer.",
    reach: FaultReach([.write, .batch], .after), .sourced, "RFC 9110, 9.2.2: proxies may repeat requests they take for idempotent",
    goodEngine: "A create that comes twice is refused the second time: the engine finds the row there and does not count it as lost.",
    act: { strike, proceed in
      _ = proceed(strike.request)
      return proceed(strike.request)
    })
}
