import Crypto
import CryptoExtras
public import OData

/// Signs statements of an application with the key of its certificate, for `client_assertion` (RFC 7523; learn.microsoft.com, "Microsoft
/// identity platform application authentication certificate credentials").
///
/// PS256 with the certificate's SHA-256 thumbprint, as Microsoft recommends; RS256 is what older endpoints may ask for.
public final class CertificateSigner {
  public enum Algorithm: String, Sendable, CaseIterable { case ps256 = "PS256", rs256 = "RS256" }

  /// Seconds a statement is good for; Microsoft recommends five to ten minutes at most.
  static let lifetimeSeconds: Int64 = 300

  private let certificate: ApplicationCertificate
  private let key: _RSA.Signing.PrivateKey
  private let algorithm: Algorithm
  private let newID: () -> GUID

  /// - Parameters:
  ///   - certificatePEM: the certificate; what stands behind it is not looked at.
  ///   - keyPEM: its private key, PKCS #1 or PKCS #8.
  ///   - newID: makes an id for each statement.
  /// - Throws: `CertificateError`.
  public init(
    certificatePEM: String, keyPEM: Secret, algorithm: Algorithm = .ps256, newID: @escaping () -> GUID
  ) throws(CertificateError) {
    certificate = try ApplicationCertificate(pem: certificatePEM)
    do {
      key = try _RSA.Signing.PrivateKey(pemRepresentation: keyPEM.reveal())
    } catch {
      throw .noKey
    }
    guard key.publicKey.derRepresentation == certificate.key.derRepresentation else { throw .keyOfAnother }
    self.algorithm = algorithm
    self.newID = newID
  }

  /// A token that says that the application is itself.
  /// - Throws: `CertificateError` for a certificate that is not good at `now`; what the cryptography throws.
  public func assertion(client: String, audience: String, now: Timestamp) throws -> Secret {
    guard now <= certificate.notAfter else { throw CertificateError.expired(certificate.notAfter) }
    guard now >= certificate.notBefore else { throw CertificateError.notYetGood(certificate.notBefore) }
    let seconds = now.milliseconds / 1000
    let header: JSON = ["alg": .string(algorithm.rawValue), "typ": "JWT", "x5t#S256": .string(certificate.thumbprint)]
    let claims: JSON = [
      "aud": .string(audience), "iss": .string(client), "sub": .string(client), "jti": .string("\(newID())"),
      "nbf": .number(ExactDecimal(seconds)), "iat": .number(ExactDecimal(seconds)),
      "exp": .number(ExactDecimal(seconds + Self.lifetimeSeconds)),
    ]
    let signed = "\(Base64URL.encode(header.encoded())).\(Base64URL.encode(claims.encoded()))"
    let digest = SHA256.hash(data: Array(signed.utf8))
    let signature = try key.signature(for: digest, padding: algorithm.padding)
    return Secret("\(signed).\(Base64URL.encode(Array(signature.rawRepresentation)))")
  }
}

extension CertificateSigner.Algorithm {
  var padding: _RSA.Signing.Padding {
    switch self {
    case .ps256: .PSS
    case .rs256: .insecurePKCS1v1_5
    }
  }
}
