import OData

/// The description of the control plane after OpenAPI 3.1, made from the table the routes come from.
enum OpenAPI {
  static func document(version: String) -> JSON {
    var paths = JSONObject()
    for route in ControlRoutes.all {
      let path = ControlPlane.version + route.path
      var item = paths[path]?.objectValue ?? [:]
      item.append(route.method.rawValue.lowercased(), operation(route))
      paths[path] = .object(item)
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "p2c control plane", "version": "1.0.0",
        "description": "Worlds, clocks, snapshots, request logs and faults of the prospect-to-cash twins.",
        "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"], "x-program-version": .string(version),
      ],
      "servers": [["url": "/"]],
      "security": [[:], ["token": []]],
      "paths": .object(paths),
      "components": [
        "securitySchemes": ["token": ["type": "http", "scheme": "bearer", "description": "Only with --control token."]],
        "schemas": .object(OpenAPISchemas.all),
      ],
    ]
  }

  private static func operation(_ route: ControlRoute) -> JSON {
    var object: JSONObject = ["operationId": .string(route.operation), "summary": .string(route.summary)]
    let parameters =
      route.segments.filter { $0.hasPrefix("{") }.map { segment in pathParameter(String(segment.dropFirst().dropLast())) }
      + route.query.map(queryParameter)
    if !parameters.isEmpty { object.append("parameters", .array(parameters)) }
    switch route.body {
    case .none: break
    case .json(let fields, let isRequired):
      object.append(
        "requestBody",
        ["required": .bool(isRequired), "content": ["application/json": ["schema": ControlField.schema(fields)]]])
    case .yaml(let schema):
      let reference: JSON = ["schema": ["$ref": .string("#/components/schemas/\(schema)")]]
      object.append("requestBody", ["required": true, "content": ["application/json": reference, "application/yaml": reference]])
    case .image:
      object.append("requestBody", ["required": true, "content": .object([WorldImage.contentType: [:]])])
    }
    object.append("responses", .object(responses(route)))
    return .object(object)
  }

  private static func responses(_ route: ControlRoute) -> JSONObject {
    var success: JSONObject = ["description": .string(route.answer.summary)]
    switch route.answer {
    case .json(let schema):
      success.append("content", ["application/json": ["schema": ["$ref": .string("#/components/schemas/\(schema)")]]])
    case .nothing: break
    case .content(let types):
      success.append("content", .object(JSONObject(types.map { JSONObject.Member($0, [:]) })))
    }
    var responses: JSONObject = [:]
    responses.append(String(route.status), .object(success))
    for status in ([400, 401, 403] + route.refusals).sorted() {
      responses.append(
        String(status),
        [
          "description": .string(HTTPResponse.reason(status)),
          "content": ["application/json": ["schema": ["$ref": "#/components/schemas/Error"]]],
        ])
    }
    return responses
  }

  private static func pathParameter(_ name: String) -> JSON {
    ["name": .string(name), "in": "path", "required": true, "schema": .object(ControlField.schema(shape(ofPart: name)))]
  }

  /// What may stand in a part of a path.
  private static func shape(ofPart name: String) -> ControlField.Kind {
    switch name {
    case "world", "snapshot": .name
    case "system": .word(["sales", "supplyChain"])
    case "number", "fault": .number(1...Int64.max)
    default: .text
    }
  }

  private static func queryParameter(_ field: ControlField) -> JSON {
    [
      "name": .string(field.name), "in": "query", "required": .bool(field.isRequired), "description": .string(field.summary),
      "schema": .object(ControlField.schema(field.kind)),
    ]
  }
}

extension ControlRoute.Answer {
  fileprivate var summary: String {
    switch self {
    case .json(let schema): schema
    case .nothing: "Done"
    case .content: "The content"
    }
  }
}
