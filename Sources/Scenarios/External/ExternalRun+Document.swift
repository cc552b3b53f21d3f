import Ambient
public import OData
import SalesTwin
import SupplyChainTwin
import SyncEngine
import Twin

extension ExternalRun {
  /// The version of the document; docs/external-engines.md describes it. Rises when a member is taken away or changes its meaning.
  static let version: Int64 = 1

  init(_ request: ProjectRequest, _ template: Template, number: Int, _ site: EngineSite, _ caller: any EngineCaller) {
    let twins = site.twins
    let configuration = twins.configuration
    let direction = template.tasks.first?.source.system == .sales ? "salesToSupplyChain" : "supplyChainToSales"
    let sales = caller.address + twins.sales.service.product.rules.servicePath
    let supplyChain = caller.address + twins.supplyChain.service.product.rules.servicePath
    let token = configuration.settings.signIn == true ? TwinConnection.signInToken.reveal() : nil
    let result = caller.directory.map { "\($0)/result-\(number).json" }
    self.number = number
    document = .object([
      "version": .number(ExactDecimal(Self.version)), "run": .number(ExactDecimal(number)), "project": .string(request.name),
      "template": .string(template.id), "templateName": .string(template.name), "direction": .string(direction),
      "allData": .bool(request.allData), "pageSize": request.pageSize.map { .number(ExactDecimal($0)) } ?? .null,
      "company": .string(configuration.company),
      "sales": ["url": .string(sales), "solution": configuration.sales.solutionVersion.map { .string($0) } ?? .null],
      "supplyChain": ["url": .string(supplyChain), "level": .string(configuration.supplyChain.level)],
      "token": token.map { .string($0) } ?? .null, "time": .string("\(twins.clock.now)"),
      "directory": caller.directory.map { .string($0) } ?? .null, "result": result.map { .string($0) } ?? .null,
      "tasks": .array(
        template.tasks.map {
          .object([
            "task": .string($0.name), "source": .string($0.source.entitySet), "destination": .string($0.destination.entitySet),
            "filter": $0.filter.map { .string($0) } ?? .null,
          ])
        }),
      "overrides": .array(request.overrides.map(\.json)),
    ])
    var variables = [
      ("P2C_PROJECT", request.name), ("P2C_TEMPLATE", template.id), ("P2C_DIRECTION", direction),
      ("P2C_ALL_DATA", request.allData ? "true" : "false"), ("P2C_COMPANY", configuration.company), ("P2C_SALES_URL", sales),
      ("P2C_SUPPLY_CHAIN_URL", supplyChain), ("P2C_LEVEL", configuration.supplyChain.level), ("P2C_TIME", "\(twins.clock.now)"),
    ]
    if let token { variables.append(("P2C_TOKEN", token)) }
    if let directory = caller.directory { variables.append(("P2C_DIRECTORY", directory)) }
    if let result { variables.append(("P2C_RESULT", result)) }
    self.variables = variables
  }
}

extension ProjectOverride {
  /// `{"task": "…", "default": {"field": "…", "value": "…"}}`, one of the edits a scenario knows.
  var json: JSON {
    let (name, value): (String, JSON) =
      switch edit {
      case .defaultValue(let field, let value): ("default", ["field": .string(field), "value": .string(value)])
      case .constant(let field, let value): ("constant", ["field": .string(field), "value": .string(value)])
      case .valueMap(let field, let entries):
        (
          "valueMap",
          [
            "field": .string(field),
            "entries": .object(JSONObject(entries.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
          ]
        )
      case .filter(let text): ("filter", .string(text))
      case .map(let source, let field): ("map", ["source": .string(source), "field": .string(field)])
      case .unmap(let field): ("unmap", ["field": .string(field)])
      case .empty(let field): ("empty", ["field": .string(field)])
      case .advancedQuery(let query):
        (
          "advancedQuery",
          .array(
            query.steps.map { step in
              [
                "column": .string(step.column), "is": .string(step.expression.text),
                "to": step.destination.map { .string($0.description) } ?? .null,
              ]
            })
        )
      }
    return .object(JSONObject([.init("task", task.isEmpty ? .null : .string(task)), .init(name, value)]))
  }

  /// Reads what `json` writes; `nil` for anything else.
  public init?(_ json: JSON) {
    func texts(_ name: String, _ first: String, _ second: String) -> (String, String)? {
      guard let one = json[name]?[first]?.stringValue, let two = json[name]?[second]?.stringValue else { return nil }
      return (one, two)
    }
    let edit: Edit
    if let (field, value) = texts("default", "field", "value") {
      edit = .defaultValue(field: field, value: value)
    } else if let (field, value) = texts("constant", "field", "value") {
      edit = .constant(field: field, value: value)
    } else if let (source, field) = texts("map", "source", "field") {
      edit = .map(source: source, field: field)
    } else if let field = json["unmap"]?["field"]?.stringValue {
      edit = .unmap(field: field)
    } else if let field = json["empty"]?["field"]?.stringValue {
      edit = .empty(field: field)
    } else if let steps = json["advancedQuery"]?.arrayValue {
      let read = steps.compactMap { step -> AdvancedQuery.Step? in
        guard let column = step["column"]?.stringValue, let text = step["is"]?.stringValue, let expression = try? QueryExpression(text)
        else { return nil }
        return AdvancedQuery.Step(
          column: column, expression: expression, destination: step["to"]?.stringValue.flatMap { FieldPath($0) })
      }
      guard read.count == steps.count else { return nil }
      edit = .advancedQuery(AdvancedQuery(read))
    } else if let filter = json["filter"]?.stringValue {
      edit = .filter(filter)
    } else if let field = json["valueMap"]?["field"]?.stringValue, let entries = json["valueMap"]?["entries"]?.objectValue {
      edit = .valueMap(
        field: field,
        entries: Dictionary(
          entries.members.compactMap { member in member.value.stringValue.map { (member.name, $0) } }, uniquingKeysWith: { $1 }))
    } else {
      return nil
    }
    self.init(task: json["task"]?.stringValue ?? "", edit: edit)
  }
}
