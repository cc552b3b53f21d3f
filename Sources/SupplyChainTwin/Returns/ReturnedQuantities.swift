import EntityStore
import OData

/// What of an order comes back: at most what was invoiced, less what earlier returns brought.
struct ReturnedQuantities {
  struct Part {
    let line: Row
    /// What came back before, and what comes back now.
    let before: ExactDecimal
    let quantity: ExactDecimal
  }

  let parts: [Part]

  init(_ parameters: JSONObject, posting: OrderPosting) throws {
    let lines = try posting.lines()
    let earlier = try posting.context.rows(
      "CDSSalesOrderLine", where: ["ReturnOfSalesOrderNumber"], equal: [posting.header["SalesOrderNumber"]])
    func part(_ line: Row, _ wanted: ExactDecimal?) throws -> Part {
      let before = earlier.filter {
        $0["ReturnOfLineNumber"] == line["LineCreationSequenceNumber"] && $0["SalesOrderLineStatus"] != "Canceled"
      }
      .reduce(ExactDecimal.zero) { $0 - $1.number("OrderedSalesQuantity") }
      let left = line.number("InvoicedSalesQuantity") - before
      let quantity = wanted ?? (left.isNegative ? .zero : left)
      guard wanted == nil || !quantity.isZero && !quantity.isNegative && quantity <= left else {
        throw posting.refusal(
          "Line \(line.integer("LineCreationSequenceNumber")): \(quantity.normalized) cannot come back, \(left.normalized) is invoiced.")
      }
      return Part(line: line, before: before, quantity: quantity)
    }
    if let wanted = parameters["lines"], !wanted.isNull {
      guard let entries = wanted.arrayValue else { throw posting.refusal("The parameter 'lines' is not a list.") }
      var seen: Set<Int64> = []
      parts = try entries.map { entry in
        guard let number = entry["LineCreationSequenceNumber"]?.numberValue?.exactInt64, let quantity = entry["Quantity"]?.numberValue
        else {
          throw posting.refusal("An entry of 'lines' needs LineCreationSequenceNumber and Quantity.")
        }
        guard let line = lines.first(where: { $0.integer("LineCreationSequenceNumber") == number }) else {
          throw posting.refusal("Sales order \(posting.number) has no line \(number).")
        }
        guard seen.insert(number).inserted else { throw posting.refusal("Line \(number) appears twice in 'lines'.") }
        return try part(line, quantity.rounded(to: 6))
      }
    } else {
      parts = try lines.map { try part($0, nil) }.filter { !$0.quantity.isZero }
    }
    guard !parts.isEmpty else { throw posting.refusal("Sales order \(posting.number) has nothing invoiced that can come back.") }
  }
}
