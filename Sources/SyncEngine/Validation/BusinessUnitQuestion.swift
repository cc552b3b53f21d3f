import OData

/// Who owns the rows that are made for a business unit of Sales: its default team (sourced: CDSI-18).
struct BusinessUnitQuestion {
  let client: ServiceClient
  let model: EdmModel

  enum Answer {
    case team(GUID)
    case problem(ValidationProblem)
  }

  /// - Throws: `ServiceFailure` where the service does not answer, or does not let its user look.
  func ask(about unit: String) async throws -> Answer {
    let name = Value.string(unit).literalText
    guard try await !rows("businessunits", "name", "name eq \(name)").isEmpty else {
      return .problem(
        ValidationProblem(
          code: .organizationInvalid, subject: unit, message: "\(client.endpoint.name) has no business unit '\(unit)'"))
    }
    let key = model.entityType(ofSet: "teams")?.key.first ?? "teamid"
    guard let team = try await rows("teams", key, "isdefault eq true and businessunitid/name eq \(name)").first,
      let id = team[key]?.stringValue.flatMap({ GUID($0) })
    else {
      return .problem(
        ValidationProblem(
          code: .organizationInvalid, subject: unit, message: "the business unit '\(unit)' of \(client.endpoint.name) has no default team"))
    }
    return .team(id)
  }

  private func rows(_ set: String, _ column: String, _ filter: String) async throws -> [JSONObject] {
    let filter = PercentEncoding.encode(filter, in: .queryValue)
    let answer = try await client.getJSON("\(client.endpoint.servicePath)/\(set)?$select=\(column)&$filter=\(filter)")
    return answer["value"]?.arrayValue?.compactMap(\.objectValue) ?? []
  }
}
