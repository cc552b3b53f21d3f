import OData
import Testing

@testable import SupplyChainTwin

@Suite struct OrderStatusTests {
  /// supply-chain-odata.md 4.4 as people would write it on paper: a row for each state, a column for each document.
  private static let table: [OrderStatus: [ProcessingStatus]] = [
    // None, Confirmation, PickingList, PackingSlip, Invoice
    .none: [.active, .confirmed, .picked, .partiallyDelivered, .partiallyInvoiced],
    .backorder: [.active, .confirmed, .picked, .partiallyDelivered, .partiallyInvoiced],
    .delivered: [.delivered, .delivered, .delivered, .delivered, .deliveredPartiallyInvoiced],
    .invoiced: [.invoiced, .invoiced, .invoiced, .invoiced, .invoiced],
    .canceled: [.canceled, .canceled, .canceled, .canceled, .canceled],
  ]

  @Test(
    "Processing status follows from the order's state and its most advanced document (S21), for every pair of them",
    arguments: [OrderStatus.none, .backorder, .delivered, .invoiced, .canceled], DocumentStatus.allCases)
  func derived(order: OrderStatus, document: DocumentStatus) throws {
    let column = try #require([DocumentStatus.none, .confirmation, .pickingList, .packingSlip, .invoice].firstIndex(of: document))
    let newer = try #require(Self.table[order]?[column])
    #expect(ProcessingStatus(order: order, document: document, hasDeliveredPartiallyInvoiced: true) == newer)
    let older: ProcessingStatus = newer == .deliveredPartiallyInvoiced ? .partiallyInvoiced : newer
    #expect(ProcessingStatus(order: order, document: document, hasDeliveredPartiallyInvoiced: false) == older)
  }

  @Test("The least advanced line that is not cancelled decides the state of the order")
  func ofLines() {
    #expect(OrderStatus(lines: []) == .backorder)
    #expect(OrderStatus(lines: [.canceled, .canceled]) == .canceled)
    #expect(OrderStatus(lines: [.invoiced, .canceled]) == .invoiced)
    #expect(OrderStatus(lines: [.invoiced, .delivered]) == .delivered)
    #expect(OrderStatus(lines: [.invoiced, .backorder]) == .backorder)
  }

  struct LineCase: Sendable {
    let ordered, canceled, delivered, invoiced: ExactDecimal
    let status: OrderStatus
    init(_ ordered: ExactDecimal, _ canceled: ExactDecimal, _ delivered: ExactDecimal, _ invoiced: ExactDecimal, _ status: OrderStatus) {
      (self.ordered, self.canceled, self.delivered, self.invoiced, self.status) = (ordered, canceled, delivered, invoiced, status)
    }
  }

  @Test(
    "The state of a line follows from its quantities, for sales and returns alike",
    arguments: [
      LineCase(10, 0, 0, 0, .backorder), LineCase(10, 0, 9, 9, .backorder), LineCase(10, 0, 10, 0, .delivered),
      LineCase(10, 0, 10, 9, .delivered), LineCase(10, 0, 10, 10, .invoiced),
      // Given up: all of it, the rest of a delivered part, the rest of an invoiced part.
      LineCase(10, 10, 0, 0, .canceled), LineCase(10, 4, 6, 0, .delivered), LineCase(10, 4, 6, 6, .invoiced),
      LineCase(10, 4, 5, 5, .backorder),
      // More than was ordered.
      LineCase(10, 0, 11, 0, .delivered), LineCase(10, 0, 11, 10, .delivered), LineCase(10, 0, 11, 11, .invoiced),
    ])
  func ofQuantities(line: LineCase) {
    for sign in [1, -1] as [ExactDecimal] {
      let posted = PostedQuantities(
        ordered: line.ordered * sign, canceled: line.canceled * sign, delivered: line.delivered * sign, invoiced: line.invoiced * sign)
      for document in DocumentStatus.allCases { #expect(posted.status(behind: document) == line.status) }
    }
  }

  @Test("A line of no quantity goes along with the document")
  func ofNothing() {
    let posted = PostedQuantities(ordered: 0)
    let expected: [OrderStatus] = [.backorder, .backorder, .backorder, .delivered, .invoiced]
    #expect(DocumentStatus.allCases.map { posted.status(behind: $0) } == expected)
  }
}
