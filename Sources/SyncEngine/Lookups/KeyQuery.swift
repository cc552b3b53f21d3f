import OData

/// Asks one entity set for the rows of many business keys, in as few requests as an address may be long, several at a time.
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
    var targets: [String] = []
    var start = 0
    while start < conditions.count {
      var end = start
      var bytes = 0
      while end < conditions.count, end - start < Self.termsMax, end == start || bytes + conditions[end].utf8.count < Self.filterBytesMax {
        bytes += conditions[end].utf8.count
        end += 1
      }
      let any = conditions[start..<end].joined(separator: " or ")
      targets.append(target(common.map { "(\($0)) and (\(any))" } ?? any))
      start = end
    }
    var rows: [JSONObject] = []
    while !targets.isEmpty {
      let answers = try await client.getJSON(targets)
      for answer in answers { rows += answer["value"]?.arrayValue?.compactMap(\.objectValue) ?? [] }
      targets = answers.compactMap { $0["@odata.nextLink"]?.stringValue.map(ServiceClient.target(ofLink:)) }
    }
    return rows
  }

  /// All rows, where there are fewer than so many.
  /// - Returns: `nil` where there are, or may be, more, or the answer does not tell.
  func first(_ count: Int, and common: String?) async throws -> [JSONObject]? {
    let answer = try await client.getJSON(target(common, top: count))
    guard let elements = answer["value"]?.arrayValue, elements.count < count, answer["@odata.nextLink"] == nil else { return nil }
    let rows = elements.compactMap(\.objectValue)
    return rows.count == elements.count ? rows : nil
  }

  private func target(_ filter: String?, top: Int? = nil) -> String {
    var query = options + ["$select=\(select.joined(separator: ","))"]
    if let filter { query.append("$filter=\(PercentEncoding.encode(filter, in: .queryValue))") }
    if let top { query.append("$top=\(top)") }
    return "\(client.endpoint.servicePath)/\(set)?\(query.joined(separator: "&"))"
  }
}
