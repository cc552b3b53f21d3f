public import OData

/// What a product answers beside its service root, for example `/metadata` of finance and operations.
public protocol FurtherEndpoint: Sendable {
  /// The path it answers at and below, without a slash at the end.
  var root: String { get }
  /// - Throws: the product's refusal.
  func answer(_ request: FurtherRequest) throws -> HTTPResponse
}

/// A request for something beside the service root.
public struct FurtherRequest: Sendable {
  public let request: HTTPRequest
  /// What follows the endpoint's root, as it was sent, without the slash between.
  public let path: String
  /// What follows the question mark, as it was sent.
  public let query: String
  /// Scheme, host and port that links begin with.
  public let hostURL: String

  public init(request: HTTPRequest, path: String, query: String, hostURL: String) {
    self.request = request
    self.path = path
    self.query = query
    self.hostURL = hostURL
  }
}
