import SalesTwin
import SupplyChainTwin
import Twin

extension WorldPlan {
  /// - Throws: `WorldError` for a level or a solution version there cannot be, `ModelError` for damaged model files.
  func check() throws {
    do {
      _ = try SupplyChainLevel(level)
    } catch let error as SupplyChainModelError {
      throw WorldError(.badRequest, "there is no level '\(level.prefix(80))'", hint: error.message)
    }
    guard solution.map(SalesTwin.isSolutionVersion) ?? true else {
      throw WorldError(
        .badRequest, "'\(solution?.prefix(80) ?? "")' is no version of the solution", hint: "Write for example 1.15.0.1, or none.")
    }
    let versions = SalesConfiguration.WebAPI.allCases.map(\.rawValue)
    guard versions.contains(webAPI) else {
      throw WorldError(
        .badRequest, "there is no version '\(webAPI.prefix(80))' of Sales", hint: "Versions: \(versions.joined(separator: ", ")).")
    }
  }
}
