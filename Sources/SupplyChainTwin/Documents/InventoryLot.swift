import EntityStore

/// The inventory lot of an order line: a number of its own, whatever becomes of the line (that lines have one is sourced: S23; its form is
/// proposed).
enum InventoryLot {
  /// A number no lot has: the store's next version, which no other row ever gets.
  static func next(in context: CompanyContext) -> String {
    let digits = String(context.store.version + 1)
    return "LOT" + String(repeating: "0", count: max(0, 9 - digits.count)) + digits
  }
}
