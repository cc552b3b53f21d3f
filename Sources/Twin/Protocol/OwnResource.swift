public import OData

/// A request for something a product answers below its service root that is no entity set: `EntityDefinitions` of Dataverse.
public struct ResourceRequest: Sendable {
  public let method: HTTPRequest.Method
  public let path: ResourcePath
  /// As it was sent, below the service root.
  public let text: String
  public let query: Query
  /// Address of the service root.
  public let rootURL: String
}

/// Its answer: `200` with an object, or `204`.
public enum ResourceAnswer: Sendable {
  /// - Parameter context: what stands behind `$metadata#`.
  case object(JSONObject, context: String)
  case noContent
}
