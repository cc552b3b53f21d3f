import OData

/// Somebody else changed the row while the write was under way (supply-chain-odata.md 5.7; the words are sourced there).
struct UpdateConflictFault: Fault {
  static let kind = "updateConflict"
  static let summary = "Answers that somebody else changed the row meanwhile; the request is not carried out."
  static let parameters: [FaultParameter] = []

  init(_ values: FaultValues) {}

  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer {
    let path = String(call.request.target.prefix { $0 != "?" })
    let relative = call.service.relativePath(path) ?? path
    let set = String(relative.prefix { $0 != "/" && $0 != "(" })
    // What leads to no entity has nothing to collide on.
    guard let table = call.service.product.model.table(set: set) else { return proceed() }
    return call.refusal(call.service.product.errors.updateConflict(table: table))
  }
}
