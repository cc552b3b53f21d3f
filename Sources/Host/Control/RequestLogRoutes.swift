import OData
import Scenarios
import Twin

/// The log of requests to a world's systems: find, count, look at one, clear.
enum RequestLogRoutes {
  private static let filter: [ControlField] = [
    ControlField("system", .word(["sales", "supplyChain"]), "Requests to this system"),
    ControlField("method", .text, "Requests of this method"),
    ControlField("path", .text, "Requests of this path, without query; * stands for any characters"),
    ControlField("status", .shaped("^([0-9]+|[1-5]xx|none)$"), "Answers of this status (404) or class (4xx); 'none' for lost connections"),
    ControlField("text", .text, "Requests whose target or body holds this text"),
    ControlField("from", .moment, "Requests from this moment of virtual time on"),
    ControlField("until", .moment, "Requests before this moment of virtual time"),
  ]

  static let all: [ControlRoute] = [
    ControlRoute(
      .get, "/worlds/{world}/requests", "findRequests",
      "The newest requests that match, newest first. When none does, the closest and why they do not.",
      query: filter + [
        ControlField("limit", .number(1...1000), "Most entries to answer, 50 without it"),
        ControlField("bodies", .flag, "Whether bodies come along"),
      ], answer: .json("Requests"), refusals: [404]
    ) { call in
      let filter = try LogFilter(call.query)
      let limit = call.query["limit"].flatMap { Int($0) } ?? 50
      let withBodies = call.query["bodies"] == "true"
      return try await call.world().run { life, _ in
        let log = life.twins.log
        let found = log.newest(limit, matching: filter)
        var answer: JSONObject = [
          "count": .number(ExactDecimal(log.count(matching: filter))), "kept": .number(ExactDecimal(log.count)),
          "total": .number(ExactDecimal(log.total)), "requests": .array(found.map { .object($0.json(withBodies: withBodies)) }),
        ]
        if found.isEmpty {
          answer.append(
            "nearest",
            .array(
              log.nearest(3, to: filter).map { near in
                [
                  "request": .object(near.entry.json(withBodies: withBodies)),
                  "because": .array(near.differences.map { .string($0) }),
                ]
              }))
          answer.append("message", .string(explanation(log, filter)))
        }
        return ControlCall.json(.object(answer))
      }
    },
    ControlRoute(
      .get, "/worlds/{world}/requests/count", "countRequests", "How many of the kept requests match.", query: filter,
      answer: .json("Count"),
      refusals: [404]
    ) { call in
      let filter = try LogFilter(call.query)
      let count = try await call.world().run { life, _ in life.twins.log.count(matching: filter) }
      return ControlCall.json(["count": .number(ExactDecimal(count))])
    },
    ControlRoute(
      .get, "/worlds/{world}/requests/{number}", "readRequest", "One request with its answer, bodies included.", answer: .json("Request"),
      refusals: [404]
    ) { call in
      let number = call["number"]
      return try await call.world().run { life, _ in
        guard let entry = Int64(number).flatMap({ life.twins.log.entry($0) }) else {
          throw WorldError(
            .unknownRequest, "the log holds no request \(number.prefix(40))",
            hint: "It keeps the newest \(life.twins.log.capacity); serve with a greater --request-log for more.")
        }
        return ControlCall.json(.object(entry.json(withBodies: true)))
      }
    },
    ControlRoute(
      .delete, "/worlds/{world}/requests", "clearRequests", "Empties the log.", status: 204, answer: .nothing, refusals: [404]
    ) { call in
      try await call.world().run { life, _ in life.twins.log.clear() }
      return HTTPResponse(204)
    },
  ]

  private static func explanation(_ log: RequestLog, _ filter: LogFilter) -> String {
    if log.isOff { return "the request log is switched off (--request-log 0)" }
    guard let near = log.nearest(1, to: filter).first else { return "no request matched; there was none at all" }
    return "no request matched; the closest was \(near.entry.request.method.rawValue) \(near.entry.path), but its "
      + near.differences.joined(separator: " and its ")
  }
}

extension LogFilter {
  /// - Precondition: the parameters were checked.
  fileprivate init(_ query: [String: String]) throws(ControlError) {
    self.init(
      system: query["system"], method: query["method"], path: query["path"], status: query["status"], text: query["text"],
      from: query["from"].flatMap { Timestamp($0) }, until: query["until"].flatMap { Timestamp($0) })
    if let status, status != "none", Int(status) == nil,
      !(status.count == 3 && status.hasSuffix("xx") && "12345".contains(status.prefix(1)))
    {
      throw .badRequest("'\(status.prefix(40))' is no status", hint: "Write 404, 4xx or none.")
    }
  }
}

extension LogEntry {
  func json(withBodies: Bool) -> JSONObject {
    var object: JSONObject = [
      "number": .number(ExactDecimal(number)), "time": .string(time.description), "system": .string(system),
      "method": .string(request.method.rawValue), "target": .string(request.target),
      "status": response.map { .number(ExactDecimal($0.status)) } ?? .null, "requestBytes": .number(ExactDecimal(requestBytes)),
      "responseBytes": .number(ExactDecimal(responseBytes)),
    ]
    if let batch { object.append("batch", .number(ExactDecimal(batch))) }
    if !faults.isEmpty { object.append("faults", .array(faults.map { .string($0) })) }
    guard withBodies else { return object }
    object.append("requestHeaders", Self.headers(request.headers))
    object.append("requestBody", .string(String(decoding: request.body, as: UTF8.self)))
    if let response {
      object.append("responseHeaders", Self.headers(response.headers))
      object.append("responseBody", .string(response.text))
    }
    return object
  }

  private static func headers(_ headers: HTTPHeaders) -> JSON {
    // Whoever reads the log must not be able to sign in with it.
    .array(headers.redacted.fields.map { ["name": .string($0.name), "value": .string($0.value)] })
  }
}
