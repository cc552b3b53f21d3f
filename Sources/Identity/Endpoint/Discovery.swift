import OData
import Twin

/// The documents by which clients find their way: OpenID configuration, key set, known authorities.
struct Discovery {
  let call: IdentityCall

  private var base: String { "\(call.origin)/\(call.tenant)" }
  private var tenantID: String { call.namesNoTenant ? "{tenantid}" : call.directory.tenant.description }

  func configuration(version: Int) throws -> JSON {
    let prefix = version == 1 ? "" : "v2.0/"
    let issuer = version == 1 ? "https://sts.windows.net/\(tenantID)/" : "\(call.origin)/\(tenantID)/v2.0"
    let host = call.origin.firstRange(of: "://").map { String(call.origin[$0.upperBound...]) } ?? call.origin
    return [
      "token_endpoint": .string("\(base)/oauth2/\(prefix)token"),
      "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
      "jwks_uri": .string("\(base)/discovery/\(prefix)keys"),
      "response_modes_supported": ["query", "fragment", "form_post"],
      "subject_types_supported": ["pairwise"],
      "id_token_signing_alg_values_supported": ["RS256"],
      "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
      "scopes_supported": ["openid", "profile", "email", "offline_access"],
      "issuer": .string(issuer),
      "request_uri_parameter_supported": false,
      "authorization_endpoint": .string("\(base)/oauth2/\(prefix)authorize"),
      "device_authorization_endpoint": .string("\(base)/oauth2/\(prefix)devicecode"),
      "claims_supported": ["sub", "iss", "aud", "exp", "iat", "tid", "ver", "oid", "preferred_username", "name"],
      "tenant_region_scope": .null,
      "cloud_instance_name": .string(host),
    ]
  }

  func keys(version: Int) throws -> JSON {
    let key = try call.service.key.published()
    var entry: JSONObject = [
      "kty": "RSA", "use": "sig", "kid": .string(key.id), "x5t": .string(key.id), "n": .string(Base64URL.encode(key.modulus)),
      "e": .string(Base64URL.encode(key.exponent)),
    ]
    if version == 2 { entry.append("issuer", .string("\(call.origin)/\(tenantID)/v2.0")) }
    return ["keys": [.object(entry)]]
  }

  func instances() -> JSON {
    let host = call.origin.firstRange(of: "://").map { String(call.origin[$0.upperBound...]) } ?? call.origin
    let tenant = call.directory.tenant
    return [
      "tenant_discovery_endpoint": .string("\(call.origin)/\(tenant)/v2.0/.well-known/openid-configuration"),
      "api-version": "1.1",
      "metadata": [["preferred_network": .string(host), "preferred_cache": .string(host), "aliases": [.string(host)]]],
    ]
  }
}
