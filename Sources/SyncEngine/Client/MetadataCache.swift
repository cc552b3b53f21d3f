import OData

/// The data models of the endpoints, read once each.
final class MetadataCache {
  private let clients: ServiceClients
  private let read: ReadModels
  private var models: [String: ReadModel] = [:]

  init(_ clients: ServiceClients, _ read: ReadModels) {
    self.clients = clients
    self.read = read
  }

  func clear() { models.removeAll() }

  /// - Throws: `ServiceFailure` where the service does not tell its model.
  func model(of endpoint: Endpoint, options: RunOptions) async throws -> ReadModel {
    if let known = models[endpoint.name] { return known }
    let client = clients.client(of: endpoint, options)
    let target = "\(endpoint.servicePath)/$metadata"
    let model = try await client.get([target], accept: "application/xml") { response throws(ServiceClient.Unreadable) in
      do {
        return try read.model(response.body)
      } catch {
        throw ServiceClient.Unreadable("the metadata cannot be read: \(error)")
      }
    }[0]
    models[endpoint.name] = model
    return model
  }
}
