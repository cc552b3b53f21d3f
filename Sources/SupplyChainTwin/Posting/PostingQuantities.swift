import EntityStore
import OData

/// How much of each line a document takes: everything that is left, or what the parameter `lines` says:
/// `[{"LineCreationSequenceNumber": 1, "Quantity": 2}]` (proposed).
struct PostingQuantities {
  /// One quantity per line, zero for lines that are not part of the document.
  let quantities: [ExactDecimal]

  /// - Parameter left: what of a line can still be posted.
  init(_ parameters: JSONObject, lines: [Row], posting: OrderPosting, left: (Row) -> ExactDecimal) throws {
    let open = lines.map { $0.text("SalesOrderLineStatus") == OrderStatus.canceled.rawValue ? .zero : left($0) }
    guard let wanted = parameters["lines"], !wanted.isNull else {
      quantities = open
      return
    }
    guard let entries = wanted.arrayValue else { throw posting.refusal("The parameter 'lines' is not a list.") }
    var chosen = Array(repeating: ExactDecimal.zero, count: lines.count)
    for entry in entries {
      guard let number = entry["LineCreationSequenceNumber"]?.numberValue?.exactInt64,
        let quantity = entry["Quantity"]?.numberValue
      else { throw posting.refusal("An entry of 'lines' needs LineCreationSequenceNumber and Quantity.") }
      guard let index = lines.firstIndex(where: { $0.integer("LineCreationSequenceNumber") == number }) else {
        throw posting.refusal("Sales order \(posting.number) has no line \(number).")
      }
      let exact = quantity.rounded(to: 6)
      guard !exact.isZero, exact.isNegative == open[index].isNegative, exact.magnitude <= open[index].magnitude else {
        throw posting.refusal("Line \(number): \(quantity) cannot be posted, \(open[index].normalized) is left.")
      }
      chosen[index] = exact
    }
    quantities = chosen
  }

  var isEmpty: Bool { quantities.allSatisfy(\.isZero) }
}
