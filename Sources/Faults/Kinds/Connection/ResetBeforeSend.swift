import Twin

extension Fault {
  static let resetBeforeSend = Fault(
    "reset-before-send", .connection, "The connection is closed before the request is carried out, and no answer comes.",
    reach: FaultReach(.instead), .sourced, "RFC 9293, 3.10.7.4; RFC 9112, 9.5: what a client may assume of a closed connection",
    goodEngine: "Cannot know that nothing happened: asks again what may be repeated, and settles a write by reading the key back.",
    act: { _, _ in TwinAnswer(ConnectionLost(wasCarriedOut: false)) })
}
