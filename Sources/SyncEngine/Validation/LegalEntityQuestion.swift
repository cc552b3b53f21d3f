import OData

/// Whether Supply Chain Management has the company of a connection set (DIPV1008).
struct LegalEntityQuestion {
  static let entitySet = "LegalEntities"
  let client: ServiceClient
  let model: EdmModel

  /// A caller without the right to read companies, or a service without the entity, leaves the question open.
  private static let refusals: Set<Int> = [400, 403, 404, 501]

  /// - Returns: `nil` where the service does not tell.
  /// - Throws: `ServiceFailure` where the service does not answer.
  func exists(_ legalEntity: String) async throws -> Bool? {
    guard model.entityType(ofSet: Self.entitySet)?.property("LegalEntityId") != nil else { return nil }
    let filter = PercentEncoding.encode("LegalEntityId eq \(Value.string(legalEntity).literalText)", in: .queryValue)
    let target = "\(client.endpoint.servicePath)/\(Self.entitySet)?$select=LegalEntityId&$filter=\(filter)"
    do {
      return try await client.getJSON(target)["value"]?.arrayValue.map { !$0.isEmpty }
    } catch let failure as ServiceFailure where Self.refusals.contains(failure.status) {
      return nil
    }
  }
}
