/// A service that cannot be worked with at present: it does not answer, refuses the caller, or answers something that is no OData. Ends
/// the task; the position of the task stays where it was.
public struct ServiceFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Name of the endpoint.
  public let endpoint: String
  /// What was asked, for example `GET /data/CustomersV2`.
  public let request: String
  /// HTTP status; 0 where no answer came.
  public let status: Int
  public let message: String

  public init(endpoint: String, request: String, status: Int, message: String) {
    self.endpoint = endpoint
    self.request = request
    self.status = status
    self.message = message
  }

  public var description: String {
    let answer = status == 0 ? "no answer" : "HTTP \(status)"
    return "\(endpoint): \(request): \(answer): \(message)"
  }
}
