import OData

/// The two ends as setup checks read them.
struct SetupEnds {
  let sales: ServiceClient
  let supplyChain: ServiceClient
  let legalEntity: String
  let catalog: TemplateCatalog
  let era: TemplateEra

  /// Rows looked at of one entity set, at most: a check is no load.
  static let rowsMax = 100_000
  private static let refusals: Set<Int> = [400, 403, 404, 501]

  func salesRows(_ set: String, _ columns: [String], filter: String? = nil, expand: String? = nil) async throws -> [JSONObject] {
    try await rows(sales, set, columns, filter, expand.map { ["$expand=\($0)"] } ?? [])
  }

  /// Rows of the company of the connection set.
  /// - Parameter most: how many rows are enough.
  func companyRows(_ set: String, _ columns: [String], filter: String? = nil, most: Int? = nil) async throws -> [JSONObject] {
    let company = "dataAreaId eq \(Value.string(legalEntity).literalText)"
    let options = ["cross-company=true"] + (most.map { ["$top=\($0)"] } ?? [])
    return try await rows(supplyChain, set, columns, filter.map { "\(company) and \($0)" } ?? company, options)
  }

  /// Rows of an entity that all companies share.
  func sharedRows(_ set: String, _ columns: [String], filter: String? = nil) async throws -> [JSONObject] {
    try await rows(supplyChain, set, columns, filter, [])
  }

  /// The version of the application, `7.1.1541.3036` for one of 1611. The question is an action, and changes nothing.
  func supplyChainVersion() async throws -> String {
    let action = "DataManagementEntities/Microsoft.Dynamics.DataEntities.GetApplicationVersion"
    let request = HTTPRequest(
      .post, "\(supplyChain.endpoint.servicePath)/\(action)", headers: ["Content-Type": "application/json"], body: Array("{}".utf8))
    switch await supplyChain.send(request) {
    case .noAnswer(let failure): throw failure
    case .answer(let response):
      guard response.status == 200, let version = try? JSON(decoding: response.body)["value"]?.stringValue else {
        throw NotTold(reason: "Supply Chain does not tell its version (\(response.status))")
      }
      return version
    }
  }

  /// The organization's settings.
  func organization(_ column: String) async throws -> JSON {
    guard let value = try await salesRows("organizations", [column]).first?[column] else {
      throw NotTold(reason: "Sales answers no \(column) of the organization")
    }
    return value
  }

  /// The mapping row of a template that has this destination.
  func row(_ template: String, _ destination: String, task: Int = 0) -> MappingRow? {
    let tasks = catalog.template(named: template)?.tasks ?? []
    guard tasks.indices.contains(task) else { return nil }
    return tasks[task].rows.first { $0.destination.description.equalsFolded(destination) }
  }

  private func rows(
    _ client: ServiceClient, _ set: String, _ columns: [String], _ filter: String?, _ options: [String]
  ) async throws -> [JSONObject] {
    var query = options + ["$select=\(columns.joined(separator: ","))"]
    if let filter { query.append("$filter=\(PercentEncoding.encode(filter, in: .queryValue))") }
    var target: String? = "\(client.endpoint.servicePath)/\(set)?\(query.joined(separator: "&"))"
    var rows: [JSONObject] = []
    do {
      while let current = target, rows.count < Self.rowsMax {
        let answer = try await client.getJSON(current)
        rows += answer["value"]?.arrayValue?.compactMap(\.objectValue) ?? []
        target = answer["@odata.nextLink"]?.stringValue.map(ServiceClient.target(ofLink:))
      }
    } catch let failure as ServiceFailure where Self.refusals.contains(failure.status) {
      throw NotTold(reason: "\(failure)")
    }
    return rows
  }
}

/// Which templates a setup is meant for; some settings had to be the other way round before.
public enum TemplateEra: String, Sendable, CaseIterable {
  /// The templates of today, from system to system.
  case direct
  /// Those before, with a database of the Common Data Service in between.
  case cds
}

extension [JSONObject] {
  /// The texts a column holds, blanks left out.
  func texts(_ column: String) -> Set<String> {
    Set(compactMap { $0[column].map { ValueConversion.text(of: $0) } }.filter { !$0.isBlank })
  }
}

extension MappingRow {
  /// What a source value becomes, as text.
  func applied(to text: String) -> String { transforms.reduce(text) { $1.applied(to: $0, maxLength: nil) } }
}
