public import OData

/// A refusal as the real product would word it. Each product renders it in its own envelope.
public struct ServiceError: Error, Hashable, Sendable {
  public let status: Int
  /// `0x80040217`; empty in finance and operations.
  public let code: String
  public let message: String
  /// The .NET type that finance and operations puts into `innererror`.
  public let type: String?
  public let headers: HTTPHeaders
  /// Set where the twin, not the product, is the reason: the feature that is not emulated, as its coverage row names it.
  public let notEmulated: String?

  public init(
    status: Int, code: String = "", message: String, type: String? = nil, headers: HTTPHeaders = [:], notEmulated: String? = nil
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.type = type
    self.headers = headers
    self.notEmulated = notEmulated
  }

  /// The refusal for what the twin does not emulate: 501, a code no product uses, and the name of the coverage row.
  public static func notEmulated(_ feature: String) -> ServiceError {
    ServiceError(
      status: 501, code: "TwinNotEmulated", message: "This twin does not emulate: \(feature). See docs/coverage.md.",
      notEmulated: feature)
  }
}
