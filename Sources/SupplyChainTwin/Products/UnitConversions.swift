import EntityStore
import OData

/// Whether and how quantities can be told in another unit: the same unit, or a conversion in either direction.
struct UnitConversions {
  let context: CompanyContext

  /// So many of `to` are `quantity` of `from`.
  struct Factor {
    let multiplier: ExactDecimal
    let divisor: ExactDecimal

    static let one = Factor(multiplier: 1, divisor: 1)

    func convert(_ quantity: ExactDecimal, scale: Int) -> ExactDecimal { (quantity * multiplier).divided(by: divisor, scale: scale) }
  }

  func canConvert(_ from: String, _ to: String) throws -> Bool {
    if from.equalsIgnoringASCIICase(to) { return true }
    return try context.findShared("UnitOfMeasureConversion", .string(from), .string(to)) != nil
      || context.findShared("UnitOfMeasureConversion", .string(to), .string(from)) != nil
  }

  /// - Returns: `nil` where there is no way from one unit to the other.
  func factor(_ from: String, _ to: String) throws -> Factor? {
    if from.equalsIgnoringASCIICase(to) { return .one }
    if let row = try context.findShared("UnitOfMeasureConversion", .string(from), .string(to)), !row.number("Factor").isZero {
      return Factor(multiplier: row.number("Factor"), divisor: 1)
    }
    if let row = try context.findShared("UnitOfMeasureConversion", .string(to), .string(from)), !row.number("Factor").isZero {
      return Factor(multiplier: 1, divisor: row.number("Factor"))
    }
    return nil
  }
}
