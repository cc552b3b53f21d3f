import EntityStore
import OData
import Scenarios
import Twin

/// What the systems hold: one entity set as JSON Lines or CSV, or a whole system as its database.
enum ExportRoutes {
  static let all: [ControlRoute] = [
    ControlRoute(
      .get, "/worlds/{world}/export/{system}", "exportSystem",
      "The whole system: every row of every entity set as JSON Lines, or the SQLite database itself.",
      query: [ControlField("format", .word(["jsonl", "sqlite"]), "jsonl without it")],
      answer: .content(["application/jsonl", "application/vnd.sqlite3"]), refusals: [404]
    ) { call in
      let (system, format) = (call["system"], call.query["format"] ?? "jsonl")
      return try await call.world().run { life, _ in
        let product = try life.door(system).service.product
        if format == "sqlite" {
          return HTTPResponse(200, headers: ["Content-Type": "application/vnd.sqlite3"], body: try product.store.snapshot())
        }
        var lines: [UInt8] = []
        for set in product.model.edm.entitySets {
          try rows(of: set.name, product) { names, values in
            lines += JSON.object(["entitySet": .string(set.name), "row": .object(object(names, values))]).encoded()
            lines.append(UInt8(ascii: "\n"))
          }
        }
        return HTTPResponse(200, headers: ["Content-Type": "application/jsonl"], body: lines)
      }
    },
    ControlRoute(
      .get, "/worlds/{world}/export/{system}/{entitySet}", "exportEntitySet", "Every row of one entity set, in order of creation.",
      query: [ControlField("format", .word(["jsonl", "csv"]), "jsonl without it")], answer: .content(["application/jsonl", "text/csv"]),
      refusals: [404]
    ) { call in
      let (system, set, format) = (call["system"], call["entitySet"], call.query["format"] ?? "jsonl")
      return try await call.world().run { life, _ in
        let product = try life.door(system).service.product
        guard product.model.edm.entitySet(set) != nil else {
          throw WorldError(
            .unknownEntitySet, "\(system) has no entity set '\(set.prefix(80))' at this level", hint: "Its service document lists them.")
        }
        var lines: [UInt8] = []
        if format == "csv" {
          lines += csv((product.model.edm.entityType(ofSet: set)?.properties ?? []).map(\.name))
          try rows(of: set, product) { _, values in lines += csv(values.map { $0.isNull ? "" : $0.description }) }
          return HTTPResponse(200, headers: ["Content-Type": "text/csv"], body: lines)
        }
        try rows(of: set, product) { names, values in
          lines += JSON.object(object(names, values)).encoded()
          lines.append(UInt8(ascii: "\n"))
        }
        return HTTPResponse(200, headers: ["Content-Type": "application/jsonl"], body: lines)
      }
    },
  ]

  /// Hands out the rows of a set, the columns clients see.
  private static func rows(of set: String, _ product: any Product, _ body: ([String], [Value]) throws -> Void) throws {
    guard let type = product.model.edm.entityType(ofSet: set) else { return }
    let names = type.properties.map(\.name)
    try product.store.forEach(StoreQuery(product.model.schema(type.name))) { row in
      try body(names, names.map { row[$0] })
      return true
    }
  }

  private static func object(_ names: [String], _ values: [Value]) -> JSONObject {
    JSONObject(zip(names, values).map { JSONObject.Member($0, JSON($1)) })
  }

  /// A record of RFC 4180.
  private static func csv(_ fields: [String]) -> [UInt8] {
    let quoted = fields.map { field in
      field.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : field
    }
    return Array((quoted.joined(separator: ",") + "\r\n").utf8)
  }
}
