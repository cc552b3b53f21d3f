import Twin

extension Fault {
  static let connectionRefused = Fault(
    "connection-refused", .connection, "Nobody listens at the address: the connection is refused.",
    reach: FaultReach(.instead), .sourced, "RFC 9293, 3.10.7.1: a reset answers a connection to a closed port",
    goodEngine: "Waits, longer each time, and tries again; nothing was carried out. When it lasts, the task ends with the reason and keeps "
      + "its position.",
    act: { _, _ in TwinAnswer(ConnectionLost(wasCarriedOut: false, "connection refused")) })
}
