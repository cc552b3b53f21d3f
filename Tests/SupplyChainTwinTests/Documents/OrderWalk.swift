import EntityStore
import OData
import SupplyChainTwin
import Testing

/// One order on a random way through its life, beside a plain model of what should become of it: quantities in thousandths, one rule
/// after the other, nothing shared with the twin.
struct OrderWalk {
  struct Line {
    let number: Int
    var ordered: Int
    var canceled = 0
    var picked = 0
    var delivered = 0
    var invoiced = 0
    /// Set when all of it is given up.
    var isCanceled = false

    var toDeliver: Int { max(0, ordered - canceled - delivered) }
    var toPick: Int { max(0, ordered - canceled - max(picked, delivered)) }
    var toInvoice: Int { max(ordered - canceled, delivered) - invoiced }

    var status: String {
      if isCanceled { return "Canceled" }
      if toInvoice == 0 { return "Invoiced" }
      return toDeliver == 0 ? "Delivered" : "Backorder"
    }
  }

  enum Step: CaseIterable { case confirm, pick, deliver, invoice, cancelRest, cancelLine, cancel, change, add, delete, hold }

  let company: TestCompany
  let number: String
  private(set) var lines: [Line] = []
  /// 0 none, 1 confirmation, 2 picking list, 3 packing slip, 4 invoice.
  private var highest = 0
  private var nextNumber = 1
  private var isWholeCanceled = false

  private var order: String { TestCompany.order(number) }

  init(_ company: TestCompany, _ number: String, lines count: Int, _ draw: inout Draw) throws {
    self.company = company
    self.number = number
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": .string(number), "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    for _ in 0..<count { try add(&draw) }
  }

  // MARK: What should be

  var status: String {
    if isWholeCanceled { return "Canceled" }
    let live = lines.filter { !$0.isCanceled }
    if live.isEmpty { return lines.isEmpty ? "Backorder" : "Canceled" }
    if live.allSatisfy({ $0.status == "Invoiced" }) { return "Invoiced" }
    return live.contains { $0.status == "Backorder" } ? "Backorder" : "Delivered"
  }

  var processing: String {
    switch status {
    case "Backorder": ["Active", "Confirmed", "Picked", "PartiallyDelivered", "PartiallyInvoiced"][highest]
    case "Delivered" where highest == 4: "PartiallyInvoiced"
    default: status
    }
  }

  private var isOpen: Bool { status == "Backorder" || status == "Delivered" }

  // MARK: Steps

  /// Tries one step with random figures, and expects the twin to take it or refuse it as the plain model does.
  mutating func step(_ draw: inout Draw) throws {
    switch Step.allCases[draw.below(Step.allCases.count)] {
    case .confirm:
      if try act("confirm", isAllowed: isOpen && !lines.isEmpty) { highest = max(highest, 1) }
    case .pick: try post("postPickingList", 2, \.toPick, &draw) { $0.picked = max($0.picked, $0.delivered) + $1 }
    case .deliver: try post("postPackingSlip", 3, \.toDeliver, &draw) { $0.delivered += $1 }
    case .invoice:
      try post("postInvoice", 4, \.toInvoice, &draw) {
        $0.invoiced += $1
        $0.delivered = max($0.delivered, $0.invoiced)
      }
    case .cancelRest where draw.chance(1, in: 3):
      let open = lines.indices.filter { lines[$0].status == "Backorder" }
      if try act("cancelDeliverRemainder", isAllowed: isOpen && !open.isEmpty) { for index in open { giveUp(index, keeping: 0) } }
    case .cancelLine: try cancelLine(&draw)
    case .cancel where draw.chance(1, in: 4):
      let isAllowed = status == "Backorder" && lines.allSatisfy { $0.delivered == 0 }
      if try act("cancel", isAllowed: isAllowed) {
        for index in lines.indices { lines[index].isCanceled = true }
        isWholeCanceled = lines.isEmpty
      }
    case .change: try change(&draw)
    case .add:
      if isOpen { try add(&draw) } else { try refuse(.post, "CDSSalesOrderLines", newLine(1000)) }
    case .delete: try delete(&draw)
    case .cancelRest, .cancel, .hold: break
    }
  }

  private mutating func post(
    _ action: String, _ document: Int, _ left: (Line) -> Int, _ draw: inout Draw, _ take: (inout Line, Int) -> Void
  ) throws {
    guard draw.chance(4, in: 5), !lines.isEmpty else {
      let isAllowed = isOpen && lines.contains { !$0.isCanceled && left($0) > 0 }
      guard try act(action, isAllowed: isAllowed) else { return }
      for index in lines.indices where !lines[index].isCanceled && left(lines[index]) > 0 { take(&lines[index], left(lines[index])) }
      highest = max(highest, document)
      return
    }
    let index = draw.below(lines.count)
    let open = lines[index].isCanceled ? 0 : left(lines[index])
    let quantity = draw.chance(1, in: 8) ? open + 1 : 1 + draw.below(max(1, open))
    let body: JSON = ["lines": [["LineCreationSequenceNumber": .number(ExactDecimal(lines[index].number)), "Quantity": amount(quantity)]]]
    guard try act(action, body, isAllowed: isOpen && quantity <= open) else { return }
    take(&lines[index], quantity)
    highest = max(highest, document)
  }

  private mutating func cancelLine(_ draw: inout Draw) throws {
    guard !lines.isEmpty else { return }
    let index = draw.below(lines.count)
    let line = lines[index]
    let remainder = draw.chance(1, in: 2) ? 0 : draw.below(line.ordered)
    let isAllowed =
      isOpen && (line.status == "Backorder" || line.status == "Delivered") && remainder <= max(0, line.ordered - line.delivered)
      && remainder != line.toDeliver
    let target = TestCompany.line(number, line.number)
    if try act("updateDeliverRemainder", ["remainder": amount(remainder)], on: target, isAllowed: isAllowed) {
      giveUp(index, keeping: remainder)
    }
  }

  private mutating func giveUp(_ index: Int, keeping remainder: Int) {
    lines[index].canceled = lines[index].ordered - lines[index].delivered - remainder
    cut(index)
    lines[index].isCanceled = lines[index].delivered + remainder == 0
  }

  /// What is picked beyond what is to be delivered goes back.
  private mutating func cut(_ index: Int) {
    lines[index].picked = min(lines[index].picked, max(lines[index].ordered - lines[index].canceled, lines[index].delivered))
  }

  private mutating func change(_ draw: inout Draw) throws {
    guard !lines.isEmpty else { return }
    let index = draw.below(lines.count)
    let line = lines[index]
    let quantity = 1 + draw.below(9000)
    let target = TestCompany.line(number, line.number)
    let isLive = line.status == "Backorder" || line.status == "Delivered"
    guard quantity != line.ordered, isOpen, isLive, quantity >= line.delivered else {
      if quantity != line.ordered { try refuse(.patch, target, ["OrderedSalesQuantity": amount(quantity)]) }
      return
    }
    try company.patch(target, ["OrderedSalesQuantity": amount(quantity)])
    lines[index].ordered = quantity
    lines[index].canceled = min(line.canceled, quantity - line.delivered)
    cut(index)
    if quantity - lines[index].canceled == 0 { lines[index].isCanceled = true }
  }

  private func newLine(_ quantity: Int) -> JSON {
    ["SalesOrderNumber": .string(number), "ProductNumber": "D0001", "OrderedSalesQuantity": amount(quantity)]
  }

  private mutating func add(_ draw: inout Draw) throws {
    let quantity = 1 + draw.below(9000)
    let line = try company.post("CDSSalesOrderLines", newLine(quantity))
    #expect(line.number("LineCreationSequenceNumber") == ExactDecimal(nextNumber), "numbers go on, whatever was deleted")
    lines.append(Line(number: nextNumber, ordered: quantity))
    nextNumber += 1
  }

  private mutating func delete(_ draw: inout Draw) throws {
    guard !lines.isEmpty else { return }
    let index = draw.below(lines.count)
    let line = lines[index]
    let target = TestCompany.line(number, line.number)
    guard isOpen, line.picked == 0, line.delivered == 0, line.invoiced == 0 else { return try refuse(.delete, target, nil) }
    #expect(company.send(.delete, target).status == 204)
    lines.remove(at: index)
  }

  // MARK: Asking

  private func act(_ action: String, _ parameters: JSON = [:], on target: String? = nil, isAllowed: Bool) throws -> Bool {
    let version = company.twin.store.version
    let response = company.send(.post, "\(target ?? order)/Microsoft.Dynamics.DataEntities.\(action)", parameters)
    let expected = isAllowed ? [200, 204] : [400]
    try #require(expected.contains(response.status), "\(number) \(action) \(parameters): \(response.text)\n\(lines)")
    if !isAllowed { #expect(company.twin.store.version == version, "a refused step changes nothing") }
    return isAllowed
  }

  private func refuse(_ method: HTTPRequest.Method, _ target: String, _ body: JSON?) throws {
    let version = company.twin.store.version
    let response = company.send(method, target, body)
    try #require(response.status == 400, "\(number) \(method) \(target) \(body ?? [:]): \(response.text)\n\(lines)")
    #expect(company.twin.store.version == version)
  }

  private func amount(_ thousandths: Int) -> JSON { .number(ExactDecimal(mantissa: Int128(thousandths), scale: 3)) }

  /// Compares what the twin shows with what should be.
  func check() throws {
    let header = try company.get(order)
    try #require(header.text("SalesOrderStatus") == status, "\(number): \(lines)")
    try #require(header.text("SalesOrderProcessingStatus") == processing, "\(number): \(lines)")
    let rows = try company.rows("CDSSalesOrderLines?$filter=SalesOrderNumber eq '\(number)'&$orderby=LineCreationSequenceNumber")
    try #require(rows.map { $0.text("SalesOrderLineStatus") } == lines.map(\.status), "\(number): \(lines)")
    #expect(rows.allSatisfy { $0.text("SalesOrderProcessingStatus") == processing }, "lines repeat the status of their order")
    #expect(rows.map { $0.number("OrderedSalesQuantity") } == lines.map { ExactDecimal(mantissa: Int128($0.ordered), scale: 3) })
    let posted = try company.rows("ExternallyMaintainedCustomerSalesInvoiceHeaders?$filter=SalesOrderNumber eq '\(number)'")
    var invoiced = ExactDecimal.zero
    for invoice in posted {
      let filter = "InvoiceNumber eq '\(invoice.text("InvoiceNumber") ?? "")'"
      for line in try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines?$filter=\(filter)") {
        invoiced += line.number("InvoicedQuantity") ?? .zero
      }
    }
    #expect(invoiced == ExactDecimal(mantissa: Int128(lines.reduce(0) { $0 + $1.invoiced }), scale: 3), "invoices hold what is invoiced")
  }
}
