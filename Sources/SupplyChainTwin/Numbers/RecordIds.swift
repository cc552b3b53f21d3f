import EntityStore

/// Record ids, as the entities show them whose key they are.
enum RecordIds {
  /// The lowest one in tables of the product.
  private static let first: Int64 = 5_637_144_576

  /// One that no row has: every write of the store takes a number of its own, and the row that gets this id is the next write.
  static func next(in context: CompanyContext) -> Int64 { first + context.store.version + 1 }
}
