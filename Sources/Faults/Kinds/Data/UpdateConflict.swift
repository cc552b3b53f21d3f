import Twin

extension Fault {
  static let updateConflict = Fault(
    "update-conflict", .data, "Updates are refused because somebody else has just changed the row, in the words of the product.",
    reach: FaultReach([.update, .delete, .batch], .instead), .sourced, "supply-chain-odata.md 5.7",
    goodEngine: "Records the reason with the row and tries it again at the next run; other rows of the batch go on.",
    act: { strike, proceed in
      strike.answering(proceed) { call in
        // What leads to no entity, or makes one, has nothing to collide on.
        guard call.operation == .update || call.operation == .delete, let table = strike.table(of: call.entity) else { return nil }
        return strike.refusal(strike.service.product.errors.updateConflict(table: table))
      }
    })
}
