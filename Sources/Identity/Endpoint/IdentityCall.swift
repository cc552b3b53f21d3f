import Ambient
import OData
import Twin

/// One request to the identity endpoint.
struct IdentityCall {
  let service: IdentityService
  let request: HTTPRequest
  /// The tenant as the address names it.
  let tenant: String
  let origin: String
  let now: Timestamp

  var directory: Directory { service.directory }
  var issuer: TokenIssuer {
    TokenIssuer(directory: directory, key: service.key, ambient: service.ambient, origin: origin, now: now)
  }

  /// The words that stand for "whichever tenant the person belongs to".
  private static let anyTenant: Set<String> = ["common", "organizations"]
  var namesNoTenant: Bool { Self.anyTenant.contains(tenant.lowercased()) }

  func answer(_ address: IdentityAddress) -> HTTPResponse {
    do {
      return try route(address)
    } catch let error as EntraError {
      return refusal(error)
    } catch {
      return refusal(EntraError(error: "server_error", number: 90033, text: "The signing key cannot be used: \(error)", status: 500))
    }
  }

  private func route(_ address: IdentityAddress) throws -> HTTPResponse {
    if address != .instances, !namesNoTenant, GUID(tenant) != directory.tenant, !tenant.equalsIgnoringASCIICase(directory.domain) {
      throw EntraError.unknownTenant(tenant)
    }
    switch address {
    case .token(let version): return try token(version: version)
    case .deviceCode(let version): return try deviceCode(version: version)
    case .authorize:
      throw EntraError(
        error: "unsupported_response_type", number: 700_051,
        text: "This endpoint does not emulate interactive sign-in in a browser; use a client secret or a device code. See docs/sign-in.md.",
        status: 501)
    case .configuration(let version): return json(200, try Discovery(call: self).configuration(version: version))
    case .keys(let version): return json(200, try Discovery(call: self).keys(version: version))
    case .instances: return json(200, Discovery(call: self).instances())
    case .deviceLogin: return DeviceLoginPage(call: self).answer()
    }
  }

  func json(_ status: Int, _ body: JSON) -> HTTPResponse {
    HTTPResponse(status, headers: ["Content-Type": "application/json; charset=utf-8"], body: body.encoded())
  }

  private func refusal(_ error: EntraError) -> HTTPResponse {
    let trace = service.ambient.newGUID()
    let correlation = request.headers["client-request-id"].flatMap { GUID($0) } ?? service.ambient.newGUID()
    let time = Timestamp(milliseconds: now.milliseconds / 1000 * 1000).description.replacing("T", with: " ")
    let text = "AADSTS\(error.number): \(error.text) Trace ID: \(trace) Correlation ID: \(correlation) Timestamp: \(time)"
    return json(
      error.status,
      [
        "error": .string(error.error), "error_description": .string(text), "error_codes": [.number(ExactDecimal(error.number))],
        "timestamp": .string(time), "trace_id": .string(trace.description), "correlation_id": .string(correlation.description),
        "error_uri": .string("https://login.microsoftonline.com/error?code=\(error.number)"),
      ])
  }
}
