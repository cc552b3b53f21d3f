import EntityStore
import OData
import PlantedBugs

/// The rates that apply to a pair of tax groups, remembered while one document or one job is worked on.
final class TaxRates {
  private let context: CompanyContext
  private var memory: [Pair: [ExactDecimal]] = [:]

  private struct Pair: Hashable {
    let group: String
    let itemGroup: String
  }

  init(context: CompanyContext) { self.context = context }

  /// Percentages of the codes that both groups hold and the first does not exempt, by code.
  func percentages(group: String, itemGroup: String) throws -> [ExactDecimal] {
    guard !group.isEmpty, !itemGroup.isEmpty else { return PlantedBug.taxWithoutGroup.isOn && !itemGroup.isEmpty ? [5] : [] }
    let pair = Pair(group: group, itemGroup: itemGroup)
    if let known = memory[pair] { return known }
    let itemCodes = try context.rows("TaxOnItem", where: ["TaxItemGroupCode"], equal: [.string(itemGroup)]).map { $0.text("TaxCodeId") }
    var rates: [ExactDecimal] = []
    for row in try context.rows("TaxGroupData", where: ["TaxGroupCode"], equal: [.string(group)], orderBy: ["TaxCodeId"])
    where !row.isYes("IsTaxExempt") && itemCodes.contains(where: { $0.equalsIgnoringASCIICase(row.text("TaxCodeId")) }) {
      if let code = try context.find("TaxCode", row["TaxCodeId"]) { rates.append(code.number("TaxPercentage")) }
    }
    memory[pair] = rates
    return rates
  }
}
