import OData

/// Asks one entity set for the rows of many business keys, in as few requests as an address may be long.
struct KeyQuery {
  let client: ServiceClient
  let set: String
  let select: [String]
  /// Appended to every request, for example `cross-company=true`.
  let options: [String]

  /// Addresses stay far below what gateways take. Dataverse takes 32,768 characters (sourced: "query overview").
  static let filterBytesMax = 8000
  static let termsMax = 60

  /// Rows that match any of the conditions, in the order of the answers.
  func rows(matchingAnyOf conditions: [String], and common: String? = nil) async throws -> [JSONObject] {
    var rows: [JSONObject] = []
    var start = 0
    while start < conditions.count {
      var end = start
      var bytes = 0
      while end < conditions.count, end - start < Self.termsMax, end == start || bytes + conditions[end].utf8.count < Self.filterBytesMax {
        bytes += conditions[end].utf8.count
        end += 1
      }
      let any = conditions[start..<end].joined(separator: " or ")
      let filter = common.map { "(\($0)) and (\(any))" } ?? any
      rows += try await all(filter)
      start = end
    }
    return rows
  }

  private func all(_ filter: String) async throws -> [JSONObject] {
    let query = options + ["$select=\(select.joined(separator: ","))", "$filter=\(PercentEncoding.encode(filter, in: .queryValue))"]
    var target: String? = "\(client.endpoint.servicePath)/\(set)?\(query.joined(separator: "&"))"
    var rows: [JSONObject] = []
    while let next = target {
      let answer = try await client.getJSON(next)
      rows += answer["value"]?.arrayValue?.compactMap(\.objectValue) ?? []
      target = answer["@odata.nextLink"]?.stringValue.map(ServiceClient.target(ofLink:))
    }
    return rows
  }
}
