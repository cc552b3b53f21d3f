import EntityStore
import OData
import Twin

/// RetrieveExchangeRate: units of a currency for one unit of the base currency [the function sourced: ER:transactioncurrency; its
/// shape inferred].
enum ExchangeRate {
  static func run(_ parameters: JSONObject, _ work: Work) throws -> OperationResult {
    guard let id = parameters["TransactionCurrencyId"]?.stringValue.flatMap({ GUID($0) }) else {
      throw work.twin.errors.badBody("RetrieveExchangeRate needs TransactionCurrencyId.", table: nil)
    }
    return .value(
      ["ExchangeRate": .number(try work.currency(id).rate)], type: "Microsoft.Dynamics.CRM.RetrieveExchangeRateResponse")
  }
}
