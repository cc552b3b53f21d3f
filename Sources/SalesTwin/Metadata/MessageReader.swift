import OData
import Twin

/// Answers reads of `sdkmessages` and `sdkmessagefilters`: which messages the system has, and for which tables. Clients ask it before
/// they send many rows at once (page on bulk operations, sourced; the columns beside name and table inferred).
struct MessageReader {
  let model: ServiceModel
  let supportsBulkOperations: Bool
  let errors: any ErrorCatalog

  static let sets: Set<String> = ["sdkmessages", "sdkmessagefilters"]

  func answer(_ set: String, _ request: ResourceRequest) throws -> ResourceAnswer {
    guard request.method == .get || request.method == .head else {
      throw errors.methodNotAllowed(request.method.rawValue, path: request.text)
    }
    let rows = set == "sdkmessages" ? messages.map(Self.message) : filters
    let key = set == "sdkmessages" ? "sdkmessageid" : "sdkmessagefilterid"
    guard request.path.segments.count == 1, case .name(_, let arguments)? = request.path.segments.first else {
      throw errors.unknownResource(path: request.text, segment: nil)
    }
    do {
      if let arguments {
        guard let row = rows.first(where: { $0[key]?.stringValue == Self.text(arguments) }) else {
          throw ServiceError(
            status: 404, code: "0x80040217", message: "\(set.dropLast()) With Id = \(Self.text(arguments)) Does Not Exist")
        }
        return .object(try shown([row], key, request.query)[0], context: "\(set)/$entity")
      }
      var rest = request.query
      rest.select = nil
      let page = try ObjectQuery(rest, columns: Self.columns(rows)).page(of: rows)
      var body: JSONObject = request.query.count ? ["@odata.count": JSON(Value.int(Int64(page.total)))] : [:]
      body.append("value", .array(try shown(page.objects, key, request.query).map { .object($0) }))
      return .object(body, context: set)
    } catch let error as ObjectQueryError {
      switch error {
      case .unknownMember(let name):
        throw errors.badQuery("Could not find a property named '\(name)' on type '\(model.namespace).\(set.dropLast())'.")
      case .unsupported(let reason): throw errors.badQuery(reason)
      }
    }
  }

  /// The rows as they go out: what is selected, with the key, and the message of a filter only where it is expanded.
  private func shown(_ rows: [JSONObject], _ key: String, _ query: Query) throws -> [JSONObject] {
    let lookup = key == "sdkmessagefilterid" ? "sdkmessageid" : ""
    for item in query.expand where item.path != [lookup] {
      let type = "\(model.namespace).\(key.dropLast(2))"
      throw errors.badQuery("Could not find a property named '\(item.path.joined(separator: "/"))' on type '\(type)'.")
    }
    return try rows.map { row in
      var chosen = query
      chosen.select?.append(SelectItem(key))
      var object = JSONObject(try ObjectQuery(chosen, columns: Self.columns([row])).selected([row])[0].members.filter { $0.name != lookup })
      if let item = query.expand.first, let message = row[lookup]?.objectValue {
        var inner = item.query
        inner.select?.append("sdkmessageid")
        object.append(lookup, .object(try ObjectQuery(inner, columns: Self.columns([message])).selected([message])[0]))
      }
      return object
    }
  }

  private static func columns(_ rows: [JSONObject]) -> [String] { rows.first?.members.map(\.name) ?? [] }

  private static func text(_ key: PathSegment.Arguments) -> String {
    let value: Expression? =
      switch key {
      case .single(let value): value
      case .named(let list): list.first?.value
      }
    if case .literal(.primitive(let value))? = value { return value.description }
    return ""
  }

  // MARK: Rows

  private var bulk: [String] { supportsBulkOperations ? ["CreateMultiple", "UpdateMultiple", "UpsertMultiple"] : [] }
  private var messages: [String] { ["Create", "Delete", "Retrieve", "RetrieveMultiple", "Update", "Upsert"] + bulk }

  private static func message(_ name: String) -> JSONObject {
    [
      "sdkmessageid": .string(MetadataID.text("sdkmessage", name)), "name": .string(name), "isprivate": false,
      "categoryname": .string(name),
      "isreadonly": .bool(name.hasPrefix("Retrieve")),
    ]
  }

  private var filters: [JSONObject] {
    model.edm.entitySets.flatMap { set in
      messages.map { name in
        let message = Self.message(name)
        return [
          "sdkmessagefilterid": .string(MetadataID.text("sdkmessagefilter", set.entityType, name)),
          "_sdkmessageid_value": message["sdkmessageid"] ?? .null, "primaryobjecttypecode": .string(set.entityType),
          "secondaryobjecttypecode": "none", "iscustomprocessingstepallowed": true, "isvisible": true, "availability": 0,
          "sdkmessageid": .object(message),
        ]
      }
    }
  }
}
