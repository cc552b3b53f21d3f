public import FoundationEssentials
import OData

/// Documents on their way: a storm of orders there and back, a run of invoices, and a day with some of everything.
public struct DocumentWorkload {
  public enum Kind: String, CaseIterable, Sendable { case orders, invoices, day }

  public let kind: Kind
  /// Orders, each of three lines.
  public var orders: Int

  public init(_ kind: Kind, orders: Int = 500) {
    self.kind = kind
    self.orders = orders
  }

  private static let hours = 8

  /// - Parameter folder: where ledgers lie; it must not be there yet, and is removed with the workload.
  /// - Throws: what keeps the folder from being made.
  public func build(folder: URL) throws -> Workload {
    let place = try LedgerFolder(folder)
    let rows = orders * (1 + DocumentWorld.linesOfAnOrder)
    let common =
      "\(orders) orders of \(DocumentWorld.linesOfAnOrder) lines, in a fresh world with the baseline 'usmf' each time; customers and "
      + "products are on both sides before. Both systems are in memory, the ledger is a file. Rows are orders, invoices and lines that "
      + "the engine has written."
    switch kind {
    case .orders:
      return Workload(
        name: "orders", title: "Order storm, both ways, \(orders) orders",
        notes: [
          common, "to-supply-chain: they were entered and activated in Sales. to-sales: they were confirmed, and the totals worked out.",
        ],
        cases: [
          item("orders.to-supply-chain", place) {
            try $0.enterOrders(orders)
          } work: {
            try await $0.run("T6", atLeast: rows)
          },
          item("orders.to-sales", place) { world in
            try world.enterOrders(orders)
            try await world.run("T6", atLeast: rows)
            try world.everyOrder("confirm", where: DocumentWorld.isUnconfirmed)
          } work: {
            try await $0.run("T7", atLeast: rows)
          },
        ])
    case .invoices:
      return Workload(
        name: "invoices", title: "Invoice run, \(orders) invoices", notes: [common],
        cases: [
          item("invoices.to-sales", place) { world in
            try world.enterOrders(orders)
            try await world.run("T6", atLeast: rows)
            try world.everyOrder("confirm", where: DocumentWorld.isUnconfirmed)
            try await world.run("T7", atLeast: rows)
            try world.everyOrder("postInvoice", where: DocumentWorld.isConfirmed)
          } work: {
            try await $0.run("T8", atLeast: rows)
          }
        ])
    case .day:
      let hourly = max(1, orders / Self.hours)
      return Workload(
        name: "day", title: "A mixed day, \(hourly * Self.hours) orders",
        notes: [
          common,
          "Each of \(Self.hours) hours: \(hourly) orders are entered and activated, run to Supply Chain, are confirmed there, run back, are "
            + "invoiced, and the invoices run to Sales. What people and clerks do counts as well.",
        ],
        cases: [
          item("day", place) { _ in
          } work: { world in
            for _ in 0..<Self.hours {
              try world.enterOrders(hourly)
              try await world.run("T1")
              try await world.run("T6", atLeast: hourly)
              try world.everyOrder("confirm", where: DocumentWorld.isUnconfirmed)
              try await world.run("T7", atLeast: hourly)
              try world.everyOrder("postInvoice", where: DocumentWorld.isConfirmed)
              try await world.run("T8", atLeast: hourly)
            }
            return world.written
          }
        ])
    }
  }

  private func item(
    _ name: String, _ place: LedgerFolder, prepare: @escaping (DocumentWorld) async throws -> Void,
    work: @escaping (DocumentWorld) async throws -> Int
  ) -> BenchmarkCase {
    var last: DocumentWorld?
    return BenchmarkCase(name, unit: "row") {
      let world = try await DocumentWorld(ledger: place.next())
      last = world
      try await prepare(world)
      return { try await work(world) }
    }.counted {
      guard let last else { preconditionFailure("\(name) is counted before it was got ready") }
      return last.meter
    }
  }
}
