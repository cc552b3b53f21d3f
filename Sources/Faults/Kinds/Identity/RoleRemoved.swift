import Twin

extension Fault {
  static let roleRemoved = Fault(
    "role-removed", .identity, "The engine's user has lost the role it needs: calls are answered 403.",
    reach: FaultReach([.read, .write, .batch], .instead), .sourced, "sales-web-api.md 6.2, supply-chain-odata.md 5.12",
    goodEngine:
      "Ends the task with the reason, keeps its position, and goes on when the role is back. It does not try every row for itself.",
    act: { strike, _ in
      let call = strike.calls.all.last ?? strike.calls.whole
      let needed: Privilege = call.operation == .read ? .read : call.operation == .create ? .create : .write
      let table = strike.table(of: call.entity)
      let refusal = AccessRefusal.missing(needed, of: table?.name ?? call.entity, user: "integration", roleCount: 0, privilegeCount: 0)
      return TwinAnswer(strike.refusal(strike.service.product.errors.refused(refusal, table: table)))
    })
}
