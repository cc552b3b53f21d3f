import Ambient
import Identity
import OData
import SalesTwin
import SupplyChainTwin
import Testing
import Twin

/// Both twins and an identity endpoint at one address, as a server has them, on one virtual clock.
final class World {
  static let origin = "https://twins.example"
  /// Making a key takes long; every test may have the same.
  static let key = SigningKey()

  /// Read once: models are values that any number of twins may share.
  private static let salesModel = Result { try SalesTwin.model(for: SalesConfiguration()) }
  private static let supplyChainModel = Result { try SupplyChainModel(level: "7.3") }

  let clock = VirtualClock(start: Timestamp(milliseconds: 1_522_742_400_000))
  let directory: Directory
  let identity: IdentityService
  let sales: TwinService
  let supplyChain: TwinService

  init(_ directory: Directory = .standard, key: SigningKey = World.key) throws {
    self.directory = directory
    let ambient = Ambient(clock: clock, seed: 1)
    sales = TwinService(product: try SalesTwin(ambient: ambient, model: Self.salesModel.get()), ambient: ambient)
    supplyChain = TwinService(product: try SupplyChainTwin(ambient: ambient, model: Self.supplyChainModel.get()), ambient: ambient)
    identity = IdentityService(directory, key: key, ambient: Ambient(clock: clock, seed: 2))
    let authenticator = TokenAuthenticator(directory, key: key)
    for service in [sales, supplyChain] {
      service.publicURL = Self.origin
      service.authenticator = authenticator
    }
  }

  var tenant: String { directory.tenant.description }
  func application(_ name: String) throws -> Directory.Application { try #require(directory.applications.first { $0.name == name }) }

  func ask(_ target: String, method: HTTPRequest.Method = .get, form: [String: String]? = nil, headers: HTTPHeaders = [:]) -> HTTPResponse?
  {
    var headers = headers
    if form != nil { headers["Content-Type"] = "application/x-www-form-urlencoded" }
    let body = (form ?? [:]).sorted { $0.key < $1.key }
      .map { "\($0.key)=\(PercentEncoding.encode($0.value, in: .pathSegment).replacing("&", with: "%26"))" }.joined(separator: "&")
    return identity.handle(HTTPRequest(method, target, headers: headers, body: Array(body.utf8)), origin: Self.origin, now: clock.now)
  }

  func post(_ path: String, _ form: [String: String], headers: HTTPHeaders = [:]) throws -> (status: Int, body: JSON) {
    let response = try #require(ask("/\(tenant)/\(path)", method: .post, form: form, headers: headers))
    return (response.status, try JSON(decoding: response.body))
  }

  /// The form of a client credentials request at the endpoint of version 2.
  func credentials(_ name: String, _ changes: [String: String?] = [:]) throws -> [String: String] {
    let application = try application(name)
    var form = [
      "grant_type": "client_credentials", "client_id": application.id.description,
      "client_secret": application.secrets.first?.reveal() ?? "",
      "scope": "\(Self.origin)/.default",
    ]
    for (name, value) in changes { form[name] = value }
    return form
  }

  /// A token for the twins.
  func token(_ name: String = "Integration", _ changes: [String: String?] = [:]) throws -> String {
    let answer = try post("oauth2/v2.0/token", try credentials(name, changes))
    return try #require(answer.body["access_token"]?.stringValue, "\(answer)")
  }

  func get(_ service: TwinService, _ path: String, token: String?) -> HTTPResponse {
    var headers = HTTPHeaders()
    headers["Authorization"] = token.map { "Bearer \($0)" }
    return service.handle(HTTPRequest(.get, path, headers: headers))
  }

  func accounts(_ token: String?) -> HTTPResponse { get(sales, "/api/data/v9.2/accounts?$top=1", token: token) }
  func customers(_ token: String?) -> HTTPResponse { get(supplyChain, "/data/CustomersV2?$top=1", token: token) }
}
