import OData
import Twin

/// A call that a fault hits.
struct FaultStrike {
  let scene: FaultScene
  let request: HTTPRequest
  let service: TwinService

  var values: FaultValues { scene.values }
  var memory: FaultMemory { scene.memory }

  /// The call and, of a batch, its parts.
  var calls: FaultCalls { FaultCalls(request, of: service) }

  /// A refusal in the product's own words and envelope.
  func refusal(_ error: ServiceError) -> HTTPResponse {
    var response = service.render(error)
    response.headers["OData-Version"] = "4.0"
    return response
  }

  /// The table that a request goes to.
  func table(of entity: String) -> TableDefinition? { service.product.model.table(set: entity) }

  /// The table the aim names, or that the call goes to.
  /// - Throws: `FaultTrouble` where there is none.
  func aimedTable() throws -> TableDefinition {
    let names = scene.aim.entity.map { [$0] } ?? calls.all.map(\.entity)
    for name in names { if let table = table(of: name) { return table } }
    throw FaultTrouble("'\(scene.rule.fault.name)' finds no entity in \(request.target); name one in its aim")
  }
}
