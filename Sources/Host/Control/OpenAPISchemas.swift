import OData

/// What the control plane answers, as JSON Schema.
enum OpenAPISchemas {
  static let all: JSONObject = [
    "Error": object(["error": object(["code": text, "message": text, "hint": text])]),
    "Health": object(["status": ["type": "string", "enum": ["live", "ready"]]]),
    "Version": object(["program": text, "controlPlane": text, "started": moment]),
    "Capabilities": object(["sales": list(reference("Level")), "supplyChain": list(reference("Level"))]),
    "Level": object(["level": text, "capabilities": list(text), "evidence": text, "source": text]),
    "Limits": object(["sales": reference("SystemLimits"), "supplyChain": reference("SystemLimits")]),
    "SystemLimits": object([
      "limits": orNull(
        object([
          "requests": orNull(count), "executionSeconds": orNull(count), "concurrent": orNull(count), "windowSeconds": count,
          "actsAfterFullWindow": ["type": "boolean"], "webServers": count, "utilization": orNull(count),
        ])),
      "users": list(
        object([
          "user": text, "name": text, "requestsToday": count, "entitlement": count, "isOverEntitlement": ["type": "boolean"],
          "refusalsToday": count,
          "servers": list(object(["requests": count, "executionMilliseconds": count, "concurrentRequests": count])),
        ])),
    ]),
    "Metrics": object(["worlds": map(map(reference("SystemMetrics")))]),
    "SystemMetrics": object([
      "requests": count, "byMethod": map(count), "byStatus": map(count), "connectionsLost": count, "bytesIn": count, "bytesOut": count,
      "unknownVersions": map(count),
    ]),
    "Worlds": object(["worlds": list(reference("World")), "worldsMax": count]),
    "World": object(
      [
        "name": text, "path": text, "level": text, "solution": orNull(text), "webApi": text, "strict": ["type": "boolean"],
        "limits": object(["sales": orNull(["type": "object"]), "supplyChain": orNull(["type": "object"])]), "seed": count, "company": text,
        "baseline": orNull(text),
        "clock": reference("Clock"), "faults": count, "requests": count, "snapshots": list(text), "badRows": list(text),
      ], optional: ["badRows"]),
    "Clock": object(["now": moment, "frozen": ["type": "boolean"]]),
    "Snapshots": object(["snapshots": list(text)]),
    "Snapshot": object(["name": text, "bytes": count, "now": moment]),
    "Count": object(["count": count]),
    "Requests": object(
      [
        "count": count, "kept": count, "total": count, "requests": list(reference("Request")),
        "nearest": list(object(["request": reference("Request"), "because": list(text)])), "message": text,
      ], optional: ["nearest", "message"]),
    "Request": object(
      [
        "number": count, "time": moment, "system": text, "method": text, "target": text, "status": orNull(count), "requestBytes": count,
        "responseBytes": count, "batch": count, "faults": list(text), "requestHeaders": headers, "requestBody": text,
        "responseHeaders": headers, "responseBody": text,
      ], optional: ["batch", "faults", "requestHeaders", "requestBody", "responseHeaders", "responseBody"]),
    "FaultCatalogue": object([
      "faults": list(
        object([
          "fault": text, "family": text, "summary": text, "parameters": list(["type": "object"]), "systems": list(text),
          "operations": list(text), "strikes": text, "evidence": text, "source": text, "goodEngine": text,
        ])), "aim": list(text),
    ]),
    "FaultRules": ["anyOf": [reference("FaultRule"), list(reference("FaultRule"))]],
    "FaultRule": object(["fault": text, "with": ["type": "object"], "aim": ["type": "object"]], optional: ["with", "aim"]),
    "Faults": object(["faults": list(reference("Fault"))]),
    "Fault": object(
      [
        "id": count, "fault": text, "with": ["type": "object"], "aim": ["type": "object"], "matched": count, "hits": count,
        "trouble": text,
      ], optional: ["with", "aim", "trouble"]),
  ]

  private static let text: JSON = ["type": "string"]
  private static let count: JSON = ["type": "integer", "minimum": 0]
  private static let moment: JSON = ["type": "string", "format": "date-time"]
  private static let headers = list(object(["name": text, "value": text]))

  private static func list(_ items: JSON) -> JSON { ["type": "array", "items": items] }
  private static func map(_ values: JSON) -> JSON { ["type": "object", "additionalProperties": values] }
  private static func orNull(_ schema: JSON) -> JSON { ["anyOf": [schema, ["type": "null"]]] }
  private static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }

  private static func object(_ properties: JSONObject, optional: [String] = []) -> JSON {
    let required = properties.members.map(\.name).filter { !optional.contains($0) }
    return [
      "type": "object", "properties": .object(properties), "required": .array(required.map { .string($0) }), "additionalProperties": false,
    ]
  }
}
