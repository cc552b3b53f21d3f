import EntityStore
import OData

/// Whether quantities can be told in another unit: the same unit, or a conversion in either direction.
struct UnitConversions {
  let context: CompanyContext

  func canConvert(_ from: String, _ to: String) throws -> Bool {
    if from.equalsIgnoringASCIICase(to) { return true }
    return try context.findShared("UnitOfMeasureConversion", .string(from), .string(to)) != nil
      || context.findShared("UnitOfMeasureConversion", .string(to), .string(from)) != nil
  }
}
