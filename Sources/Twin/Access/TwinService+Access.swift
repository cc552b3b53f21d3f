import Ambient
import OData

extension TwinService {
  /// Who sends the request, as a user of this system.
  /// - Throws: 401 or 403 in the product's words.
  func caller(of request: HTTPRequest, by authenticator: any Authenticator) throws -> Caller {
    let address = SystemAddress(
      system: product.name, address: hostURL, origin: Self.origin(of: hostURL), rules: rules.access, now: ambient.now,
      errors: product.errors)
    return try product.admit(try authenticator.caller(of: request, at: address), ambient: ambient)
  }

  /// The caller a request is carried out for: whoever sent it, or whom its headers name.
  func impersonated(_ request: HTTPRequest) throws -> Caller? {
    var caller = caller
    for field in request.headers.fields {
      // Looked at by length first: nearly no request has such a header.
      for name in rules.impersonationHeaders where field.name.utf8.count == name.utf8.count && field.name.equalsIgnoringASCIICase(name) {
        caller = try product.impersonated(caller, header: name, field.value, ambient: ambient)
      }
    }
    return caller
  }

  /// An address without its path: a world may be served below one, but tokens are made for the host.
  private static func origin(of address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return address }
    return String(address[..<(address[scheme.upperBound...].firstIndex(of: "/") ?? address.endIndex)])
  }
}

extension EntityHandler {
  /// Refuses what the caller's roles do not allow. Functions read, actions write.
  func checkPrivilege(_ target: Target) throws {
    guard session.caller != nil else { return }
    let needed: Privilege
    switch (request.method, target) {
    // WhoAmI and its like read nothing of a table.
    case (_, .operation(let operation, .unbound)) where operation.kind == .function: return
    case (_, .operation(let operation, _)): needed = operation.kind == .function ? .read : .write
    case (_, .bulk(let operation, _)): needed = operation == .update ? .write : .create
    case (.get, _), (.head, _), (.options, _): needed = .read
    case (_, .link): needed = .write
    case (.post, _): needed = .create
    case (.patch, _), (.put, _): needed = .write
    case (.delete, _): needed = .delete
    }
    try product.checkAccess(needed, to: target.table, in: session)
  }
}

extension Target {
  /// The table it is about; `nil` for what is bound to none.
  fileprivate var table: TableDefinition? {
    switch self {
    case .collection(let table, _), .count(let table, _), .entity(let table, _), .property(let table, _, _, _): table
    case .operation(_, .collection(let table)), .operation(_, .entity(let table, _, _)): table
    case .references(let table), .bulk(_, let table): table
    case .link(let link): link.table
    case .operation(_, .unbound), .nothing, .resource: nil
    }
  }
}
