import EntityStore
import OData
import Twin

/// Amounts of one currency in another, by the rows of `ExchangeRates` that hold today: the newest rate, in either direction (entity
/// inferred; rate types count alike, proposed).
struct ExchangeRates {
  let context: CompanyContext

  /// - Returns: `nil` without a rate.
  func factor(_ from: String, _ to: String) throws -> UnitConversions.Factor? {
    if from.equalsIgnoringASCIICase(to) { return .one }
    if let row = try rate(from, to) {
      return UnitConversions.Factor(multiplier: row.number("Rate"), divisor: Self.units(row))
    }
    if let row = try rate(to, from) {
      return UnitConversions.Factor(multiplier: Self.units(row), divisor: row.number("Rate"))
    }
    return nil
  }

  private func rate(_ from: String, _ to: String) throws -> Row? {
    let today = context.session.now.date
    return try context.store.rows(
      context.schema("ExchangeRate"), where: ["FromCurrency", "ToCurrency"], equal: [.string(from), .string(to)], orderBy: ["StartDate"]
    )
    .last { row in
      guard !row.number("Rate").isZero, let start = row["StartDate"].timestampValue, start.date <= today else { return false }
      guard let end = row["EndDate"].timestampValue, end != EmptyDate.moment else { return true }
      return today <= end.date
    }
  }

  /// How many of the first currency the rate is for.
  private static func units(_ row: Row) -> ExactDecimal {
    switch row.text("ConversionFactor") {
    case "Ten": 10
    case "Hundred": 100
    case "Thousand": 1000
    case "TenThousand": 10_000
    default: 1
    }
  }
}
