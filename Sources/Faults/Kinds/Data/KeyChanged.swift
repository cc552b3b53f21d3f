import OData
import Twin

extension Fault {
  static let keyChanged = Fault(
    "key-changed", .data, "Right before the call, somebody gives a row another business key.",
    parameters: [
      FaultStrike.rowParameter,
      FaultParameter("column", .text(default: nil), "the column; the first of the table's alternate key without it"),
      FaultParameter("value", .text(default: nil), "the new key; the old one with '-N' behind it without it"),
    ],
    reach: FaultReach([.read, .write, .batch], .before, systems: ["sales"]), .sourced,
    "keys of Supply Chain cannot be changed over OData; alternate keys of Sales can",
    goodEngine: "Follows the row by its own id: the row of the old key stays at the destination, one of the new key is made, none twice.",
    act: { strike, proceed in
      let row = try strike.someRow()
      guard let column = strike.values.text("column") ?? row.table.alternateKeys.first?.properties.first else {
        throw FaultTrouble("'key-changed': \(row.table.entitySet) has no alternate key; name a column")
      }
      try strike.edit(row, column, strike.values.text("value") ?? (row.row[column]?.stringValue ?? "") + "-N")
      return proceed(strike.request)
    })
}
