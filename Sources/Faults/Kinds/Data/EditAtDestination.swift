import OData
import Twin

extension Fault {
  static let editAtDestination = Fault(
    "edit-at-destination", .data, "Right before rows are written, somebody changes the same rows.",
    parameters: [
      FaultParameter("column", .text(default: nil), "the column; one of free text without it"),
      FaultParameter("value", .text(default: "changed at the destination"), "what is written there"),
    ],
    reach: FaultReach([.update, .batch], .before), .sourced, "people work at the destination, too",
    goodEngine: "The source wins for what it maps; everything else stays as people left it.",
    act: { strike, proceed in
      for call in strike.calls.all where call.operation == .update && FaultCalls.isAimedAt(call, strike.scene.aim) {
        guard let table = strike.table(of: call.entity) else { continue }
        let column = try strike.values.text("column") ?? strike.textColumn(of: table)
        // A row that is not there yet is nobody's to change.
        let headers: HTTPHeaders = ["Content-Type": "application/json", "If-Match": "*"]
        let body = JSON.object([column: .string(strike.values.text("value") ?? "")]).encoded()
        _ = strike.scene.quietly(
          HTTPRequest(.patch, strike.absolute(call.request.target), headers: headers, body: body), at: strike.service)
      }
      return proceed(strike.request)
    })
}
