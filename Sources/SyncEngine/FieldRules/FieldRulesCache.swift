import Logging
import OData

/// The field rules of the entities that projects write, read once each.
final class FieldRulesCache {
  private let clients: ServiceClients
  private let read: ReadModels
  /// By endpoint and entity type.
  private var known: [String: FieldRules] = [:]

  /// A service that answers so does not tell its field rules, or not to this caller.
  private static let refusals: Set<Int> = [400, 403, 404, 405, 501]

  init(_ clients: ServiceClients, _ read: ReadModels) {
    self.clients = clients
    self.read = read
  }

  func clear() { known.removeAll() }

  /// - Throws: `ServiceFailure` where the service does not answer; one that refuses to tell has no rules, and the log says so.
  func rules(of type: EntityType, at endpoint: Endpoint, options: RunOptions) async throws -> FieldRules {
    let name = "\(endpoint.name)/\(type.name)"
    if let rules = known[name] { return rules }
    let reader: any FieldRulesReader =
      switch endpoint.dialect {
      case .dataverse: DataverseFieldRulesReader()
      case .financeAndOperations: FinanceAndOperationsFieldRulesReader()
      }
    let rules: FieldRules
    do {
      rules = try await self.rules(clients.client(of: endpoint, options), reader.target(type, of: endpoint), by: reader)
    } catch let failure as ServiceFailure where Self.refusals.contains(failure.status) {
      clients.logger.warning(
        "field rules are not told; columns that cannot be written are found row by row",
        metadata: ["entity": "\(name)", "reason": "\(failure)"])
      rules = .none
    }
    known[name] = rules
    return rules
  }

  private func rules(_ client: ServiceClient, _ target: String, by reader: some FieldRulesReader) async throws -> FieldRules {
    try await client.get([target], accept: "application/json") { response throws(ServiceClient.Unreadable) in
      do {
        return try read.fieldRules(response.body, by: reader)
      } catch {
        throw ServiceClient.Unreadable("the answer is no JSON: \(error)")
      }
    }[0]
  }
}
