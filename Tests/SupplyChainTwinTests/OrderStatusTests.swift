import Testing

@testable import SupplyChainTwin

@Suite struct OrderStatusTests {
  @Test(
    "Processing status follows from the order's state and its most advanced document (S21)",
    arguments: [
      (OrderStatus.backorder, DocumentStatus.none, ProcessingStatus.active),
      (.backorder, .confirmation, .confirmed),
      (.backorder, .pickingList, .picked),
      (.backorder, .packingSlip, .partiallyDelivered),
      (.backorder, .invoice, .partiallyInvoiced),
      (.delivered, .packingSlip, .delivered),
      (.invoiced, .invoice, .invoiced),
      (.canceled, .none, .canceled),
      (.canceled, .confirmation, .canceled),
    ])
  func derived(order: OrderStatus, document: DocumentStatus, expected: ProcessingStatus) {
    for isNewer in [false, true] {
      #expect(ProcessingStatus(order: order, document: document, hasDeliveredPartiallyInvoiced: isNewer) == expected)
    }
  }

  @Test("Part of a fully delivered order invoiced: only newer levels have a word of their own for it")
  func deliveredPartiallyInvoiced() {
    #expect(ProcessingStatus(order: .delivered, document: .invoice, hasDeliveredPartiallyInvoiced: false) == .partiallyInvoiced)
    #expect(ProcessingStatus(order: .delivered, document: .invoice, hasDeliveredPartiallyInvoiced: true) == .deliveredPartiallyInvoiced)
  }

  @Test("The least advanced line that is not cancelled decides the state of the order")
  func ofLines() {
    #expect(OrderStatus(lines: []) == .backorder)
    #expect(OrderStatus(lines: [.canceled, .canceled]) == .canceled)
    #expect(OrderStatus(lines: [.invoiced, .canceled]) == .invoiced)
    #expect(OrderStatus(lines: [.invoiced, .delivered]) == .delivered)
    #expect(OrderStatus(lines: [.invoiced, .backorder]) == .backorder)
  }
}
