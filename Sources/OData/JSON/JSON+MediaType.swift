extension JSON {
  /// JSON with nothing but values, next links and counts (OData JSON format 4.0, 3.1.3; that both services keep to it is inferred).
  public static let bareMediaType = "application/json;odata.metadata=none"
}
