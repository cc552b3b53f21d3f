import OData
import Twin

extension Fault {
  static let rowDeleted = Fault(
    "row-deleted", .data, "Right before the call, somebody deletes a row of the entity.",
    parameters: [FaultStrike.rowParameter],
    reach: FaultReach([.read, .write, .batch], .before), .sourced, "people work while an integration reads",
    goodEngine:
      "Loses no other row, although those behind it move up by one; deletions do not travel. A row that is gone at the destination "
      + "is made again.",
    act: { strike, proceed in
      try strike.scene.asSomebodyElse(HTTPRequest(.delete, try strike.someRow().target), at: strike.service)
      return proceed(strike.request)
    })
}
