public import OData

/// Takes requests whose target is an absolute address, to whatever host that is: the storage that a service leads to for its files. Nothing
/// is signed in; such addresses sign themselves.
public final class AddressedTransport: HTTPTransport {
  /// An address without scheme, host or path.
  public struct Unusable: Error, CustomStringConvertible {
    public var description: String { "the service leads to a file by an address without scheme and host" }
  }

  private let open: (_ origin: String) throws -> any HTTPTransport
  private var ways: [String: any HTTPTransport] = [:]

  /// - Parameter open: makes the way to an origin, `https://contoso.blob.core.windows.net`; asked once for each.
  public init(open: @escaping (_ origin: String) throws -> any HTTPTransport) { self.open = open }

  /// - Throws: `Unusable`, and what the way throws.
  public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let address = request.target
    // Not told in the error: the address is as good as a password until it expires.
    guard let scheme = address.firstRange(of: "://"), let slash = address[scheme.upperBound...].firstIndex(of: "/") else {
      throw Unusable()
    }
    let origin = String(address[..<slash])
    var there = request
    there.target = String(address[slash...])
    let way = try ways[origin] ?? open(origin)
    ways[origin] = way
    return try await way.send(there)
  }
}
