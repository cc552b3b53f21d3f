import Twin

extension Fault {
  static let columnAdded = Fault(
    "column-added", .data, "The entity has one column more; where it is required, creates without it are refused.",
    parameters: [
      FaultParameter("column", .text(default: "NewColumn"), "its name"),
      FaultParameter("required", .word(["no", "yes"]), "whether a row needs it"),
    ],
    reach: FaultReach([.create, .batch, .metadata], .either, needsEntity: true), .sourced,
    "customizations add columns while integrations run",
    goodEngine: "A column more does no harm. One that is required keeps new rows back, each with the reason, until a mapping fills it.",
    act: { strike, proceed in
      let (table, edit) = try strike.drifting()
      let column = strike.values.text("column") ?? ""
      let isRequired = strike.values.text("required") == "yes"
      if strike.calls.whole.operation == .metadata {
        return strike.editingMetadata(proceed) { edit.adding(column, isRequired: isRequired, to: $0) }
      }
      guard isRequired else { return proceed(strike.request) }
      return strike.answering(proceed) { call in
        guard call.operation == .create, !FaultStrike.names(column, call.request).inBody else { return nil }
        return strike.refusal(strike.service.product.errors.requiredMissing(column: column, table: table))
      }
    })
}
