import EntityStore
import OData

/// How much of each line a document takes (supply-chain-odata.md 7.4; parameters proposed).
///
/// `quantity` names what the posting forms offer: `All`, the default, `DeliverNow`, `PickingList`, `PackingSlip`,
/// `PickingListAndNonInventoried`. `lines` narrows it down: `[{"LineCreationSequenceNumber": 1, "Quantity": 2, "Close": true}]`.
/// An entry without a quantity takes what `quantity` gives; `Close`, on packing slips, gives up the rest of the line where that is
/// within the allowed underdelivery.
struct PostingQuantities {
  /// One quantity per line, zero for lines that are not part of the document.
  private(set) var quantities: [ExactDecimal]
  /// Lines whose remainder is given up with the document.
  private(set) var closed: Set<Int> = []
  let lines: [Row]
  private let posting: OrderPosting
  private let document: DocumentStatus

  init(_ parameters: JSONObject, lines: [Row], posting: OrderPosting, document: DocumentStatus) throws {
    self.lines = lines
    self.posting = posting
    self.document = document
    quantities = Array(repeating: .zero, count: lines.count)
    let choice = try Self.choice(parameters, posting, document)
    guard let wanted = parameters["lines"], !wanted.isNull else {
      for (index, line) in lines.enumerated() where Self.canBePosted(line) { quantities[index] = try quantity(choice, of: line) }
      return
    }
    guard let entries = wanted.arrayValue else { throw posting.refusal("The parameter 'lines' is not a list.") }
    var seen: Set<Int> = []
    for entry in entries {
      let index = try index(of: entry)
      guard seen.insert(index).inserted else {
        throw posting.refusal("Line \(lines[index].integer("LineCreationSequenceNumber")) appears twice in 'lines'.")
      }
      try take(entry, index, choice)
    }
  }

  var isEmpty: Bool { quantities.allSatisfy(\.isZero) }

  // MARK: Reading

  private static func choice(_ parameters: JSONObject, _ posting: OrderPosting, _ document: DocumentStatus) throws -> QuantityChoice {
    guard let name = parameters["quantity"]?.stringValue else { return .all }
    let offered = QuantityChoice.offered(for: document)
    guard let choice = offered.first(where: { $0.rawValue == name }) else {
      throw posting.refusal("The quantity '\(name)' is none of \(offered.map(\.rawValue).joined(separator: ", ")).")
    }
    return choice
  }

  private func index(of entry: JSON) throws -> Int {
    guard let number = entry["LineCreationSequenceNumber"]?.numberValue?.exactInt64 else {
      throw posting.refusal("An entry of 'lines' needs LineCreationSequenceNumber.")
    }
    guard let index = lines.firstIndex(where: { $0.integer("LineCreationSequenceNumber") == number }) else {
      throw posting.refusal("Sales order \(posting.number) has no line \(number).")
    }
    return index
  }

  private mutating func take(_ entry: JSON, _ index: Int, _ choice: QuantityChoice) throws {
    let line = lines[index]
    let number = line.integer("LineCreationSequenceNumber")
    if line.isYes("IsLineStopped") { throw posting.refusal("Line \(number) is stopped.") }
    if line.text("SalesOrderLineStatus") == OrderStatus.canceled.rawValue { throw posting.refusal("Line \(number) is cancelled.") }
    if let quantity = entry["Quantity"], !quantity.isNull {
      guard let quantity = quantity.numberValue else { throw posting.refusal("Line \(number): Quantity is not a number.") }
      let exact = quantity.rounded(to: 6)
      try DeliveryLimits(line, document: document).check(exact, posting)
      quantities[index] = exact
    } else {
      quantities[index] = try self.quantity(choice, of: line)
    }
    if entry["Close"]?.boolValue == true {
      guard document == .packingSlip else { throw posting.refusal("Line \(number): only a packing slip closes a line for delivery.") }
      closed.insert(index)
    }
  }

  // MARK: Quantities

  /// Stopped lines stay behind when the others are posted; so do cancelled ones (inferred).
  private static func canBePosted(_ line: Row) -> Bool {
    !line.isYes("IsLineStopped") && line.text("SalesOrderLineStatus") != OrderStatus.canceled.rawValue
  }

  private func quantity(_ choice: QuantityChoice, of line: Row) throws -> ExactDecimal {
    let posted = PostedQuantities(line)
    let left = posted.left(for: document)
    switch choice {
    case .all: return left
    case .deliverNow: return nearest(line.number("SalesDeliverNow"), left)
    case .picked: return nearest(posted.pickedNotDelivered, left)
    case .packingSlip: return posted.deliveredNotInvoiced
    case .pickedAndNotStocked:
      let item = try posting.context.find("ReleasedProductV2", line["ItemNumber"])
      return item?["ProductType"] == "Service" ? left : nearest(posted.pickedNotDelivered, left)
    }
  }

  private func nearest(_ a: ExactDecimal, _ b: ExactDecimal) -> ExactDecimal {
    if a.isNegative != b.isNegative { return .zero }
    return a.magnitude <= b.magnitude ? a : b
  }
}
