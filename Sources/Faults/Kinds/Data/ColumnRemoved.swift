import Twin

extension Fault {
  static let columnRemoved = Fault(
    "column-removed", .data, "A column of the entity is gone from metadata, and requests that name it are refused.",
    parameters: [FaultParameter("column", .required, "the column that is gone")],
    reach: FaultReach([.read, .write, .batch, .metadata], .instead, needsEntity: true), .sourced,
    "a customization that is removed takes its columns with it",
    goodEngine: "Tells which mapping has lost its column: an invalid project moves no row. Without the column in the mapping it goes on.",
    act: { strike, proceed in
      let (table, edit) = try strike.drifting()
      let column = strike.values.text("column") ?? ""
      if strike.calls.whole.operation == .metadata { return strike.editingMetadata(proceed) { edit.removing(column, from: $0) } }
      return strike.answering(proceed) { call in
        let named = FaultStrike.names(column, call.request)
        if named.inAddress { return strike.refusal(strike.service.product.errors.unknownPropertyInQuery(column, table: table)) }
        return named.inBody ? strike.refusal(strike.service.product.errors.unknownPropertyInBody(column, table: table)) : nil
      }
    })
}
