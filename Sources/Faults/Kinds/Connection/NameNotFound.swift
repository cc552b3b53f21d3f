import Twin

extension Fault {
  static let nameNotFound = Fault(
    "name-not-found", .connection, "The name server knows no such host.",
    reach: FaultReach(.instead), .sourced, "RFC 8499, 3: NXDOMAIN",
    goodEngine: "As for a refused connection: name servers come back, and a name that is wrong for good is told in the reason.",
    act: { _, _ in TwinAnswer(ConnectionLost(wasCarriedOut: false, "the host name cannot be resolved")) })
}
