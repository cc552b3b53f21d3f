import Twin

extension Fault {
  static let rowEdited = Fault(
    "row-edited", .data, "Right before the call, somebody changes a row of the entity that is read.",
    parameters: [
      FaultStrike.rowParameter,
      FaultParameter("column", .text(default: nil), "the column; one of free text without it"),
      FaultParameter("value", .text(default: "changed meanwhile"), "what is written there"),
    ],
    reach: FaultReach([.read], .before), .sourced, "people work while an integration reads",
    goodEngine: "Reads the row in this run or the next, never the half of it, and loses no other row for it.",
    act: { strike, proceed in
      let row = try strike.someRow()
      try strike.edit(row, strike.values.text("column") ?? strike.textColumn(of: row.table), strike.values.text("value") ?? "")
      return proceed(strike.request)
    })
}
