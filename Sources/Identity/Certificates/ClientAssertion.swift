import Crypto
import CryptoExtras
import OData
import Twin

/// A statement by which an application proves that it is itself, as a token endpoint looks at it.
struct ClientAssertion {
  static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

  /// Seconds that clocks may differ.
  private static let leeway: Int64 = 300

  private let token: JSONWebToken

  /// - Throws: `EntraError` for a statement of another kind, and for what is no token.
  init(_ form: TokenForm, _ text: String) throws(EntraError) {
    let kind = try form.required("client_assertion_type")
    guard kind == Self.type else { throw .assertionType(kind) }
    guard let token = JSONWebToken(text[...]) else { throw .malformedAssertion }
    self.token = token
  }

  /// - Parameters:
  ///   - audiences: addresses that the statement may be for.
  /// - Throws: `EntraError` for everything that keeps it from being believed.
  func check(_ application: Directory.Application, audiences: [String], now: Timestamp) throws(EntraError) {
    guard let algorithm = token.header["alg"]?.stringValue.flatMap({ CertificateSigner.Algorithm(rawValue: $0) }) else {
      throw .malformedAssertion
    }
    let named = token.header["x5t#S256"]?.stringValue ?? token.header["x5t"]?.stringValue ?? ""
    // A text that is no certificate is nobody's; where people write one, `DirectoryFile` refuses it.
    let known = application.certificates.compactMap { try? ApplicationCertificate(pem: $0) }
    guard let certificate = known.first(where: { $0.thumbprint == named || $0.oldThumbprint == named }) else {
      throw .unknownCertificate(named, application.id)
    }
    let signature = _RSA.Signing.RSASignature(rawRepresentation: token.signature)
    guard certificate.key.isValidSignature(signature, for: SHA256.hash(data: Array(token.signed)), padding: algorithm.padding) else {
      throw .wrongSignature(named)
    }
    guard now >= certificate.notBefore, now <= certificate.notAfter else {
      throw .expiredCertificate(named, from: certificate.notBefore, to: certificate.notAfter)
    }
    for claim in ["iss", "sub"] {
      guard let client = token.claims[claim]?.stringValue.flatMap({ GUID($0) }), client == application.id else { throw .anothersAssertion }
    }
    guard let audience = token.claims["aud"]?.stringValue, audiences.contains(audience) else { throw .assertionAudience }
    let present = now.milliseconds / 1000
    guard let from = seconds(of: "nbf"), let to = seconds(of: "exp"), from <= present + Self.leeway, to >= present - Self.leeway else {
      throw .assertionTime(now)
    }
  }

  private func seconds(of claim: String) -> Int64? { token.claims[claim]?.numberValue?.exactInt64 }
}
