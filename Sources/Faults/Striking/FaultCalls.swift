import OData
import Twin

/// One request as faults see it: the whole, and the parts of a batch.
struct FaultCalls {
  struct Call {
    let operation: FaultOperation
    /// The first part of the path below the service root.
    let entity: String
    let request: HTTPRequest
  }

  let whole: Call
  /// The parts of a batch in their order; empty for anything else, and for what cannot be read as a batch.
  let parts: [Call]

  var all: [Call] { [whole] + parts }

  init(_ request: HTTPRequest, of service: TwinService) {
    whole = Self.call(request, of: service)
    guard whole.operation == .batch else {
      parts = []
      return
    }
    parts = Self.items(of: request).flatMap { item in
      switch item {
      case .request(let part): [Self.call(part.request, of: service)]
      case .changeSet(let parts): parts.map { Self.call($0.request, of: service) }
      }
    }
  }

  /// The items of a batch; none where the twin will refuse it as no batch.
  static func items(of request: HTTPRequest) -> [BatchItem] {
    (try? BatchFormat.parseRequest(body: request.body, contentType: request.headers["Content-Type"] ?? "")) ?? []
  }

  static func call(_ request: HTTPRequest, of service: TwinService) -> Call {
    let path = String(request.target.prefix { $0 != "?" })
    // A part of a batch may be addressed from the service root.
    let relative = service.relativePath(path) ?? (path.hasPrefix("/") ? String(path.dropFirst()) : path)
    let entity = String(relative.prefix { $0 != "/" && $0 != "(" })
    let operation: FaultOperation =
      switch (request.method, entity) {
      case (_, "$batch"): .batch
      case (_, "$metadata"): .metadata
      case (.get, _), (.head, _), (.options, _): .read
      case (.patch, _), (.put, _): .update
      case (.delete, _): .delete
      case (.post, _): relative.utf8.count == entity.utf8.count && service.product.model.table(set: entity) != nil ? .create : .action
      }
    return Call(operation: operation, entity: entity, request: request)
  }

  /// Whether a fault may strike the request as it is aimed.
  func match(_ aim: FaultAim, _ reach: FaultReach) -> Bool {
    guard reach.isFor(whole.request) else { return false }
    // Metadata tells of the entity that is aimed at.
    if reach.needsEntity, whole.operation == .metadata { return aim.operation.map { $0 == .metadata } ?? true }
    let aimed = all.filter { call in aim.entity.map { call.entity.equalsIgnoringASCIICase($0) } ?? true }
    guard !aimed.isEmpty else { return false }
    // A batch with a part that goes there is hit as a batch, too.
    return ([whole] + aimed).contains { call in
      aim.operation.map { $0.includes(call.operation) && reach.includes(call.operation) } ?? reach.includes(call.operation)
    }
  }

  /// Whether a part, or the request that is none of several, is what is aimed at.
  static func isAimedAt(_ call: Call, _ aim: FaultAim) -> Bool {
    (aim.entity.map { call.entity.equalsIgnoringASCIICase($0) } ?? true)
      && (aim.operation.map { $0 == .batch || $0.includes(call.operation) } ?? true)
  }
}
