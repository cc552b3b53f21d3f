import Crypto
import CryptoExtras
import FoundationEssentials
public import OData
import SwiftASN1
import X509

/// A certificate that an application is registered with: its RSA key, how it is named in statements, and how long it is good.
struct ApplicationCertificate {
  /// SHA-256 of the certificate, as `x5t#S256` names it.
  let thumbprint: String
  /// SHA-1 of the certificate, as `x5t` of older clients names it.
  let oldThumbprint: String
  let key: _RSA.Signing.PublicKey
  let notBefore: Timestamp
  let notAfter: Timestamp

  /// - Parameter pem: the first certificate of it counts.
  /// - Throws: `CertificateError`.
  init(pem: String) throws(CertificateError) {
    let bytes: [UInt8]
    let certificate: Certificate
    do {
      guard let document = try PEMDocument.parseMultiple(pemString: pem).first(where: { $0.discriminator == "CERTIFICATE" }) else {
        throw CertificateError.noCertificate
      }
      bytes = document.derBytes
      certificate = try Certificate(derEncoded: bytes)
    } catch {
      throw .noCertificate
    }
    guard let key = _RSA.Signing.PublicKey(certificate.publicKey) else { throw .noRSAKey }
    self.key = key
    thumbprint = Base64URL.encode(Array(SHA256.hash(data: bytes)))
    oldThumbprint = Base64URL.encode(Array(Insecure.SHA1.hash(data: bytes)))
    notBefore = Self.timestamp(certificate.notValidBefore)
    notAfter = Self.timestamp(certificate.notValidAfter)
  }

  private static func timestamp(_ date: Date) -> Timestamp { Timestamp(milliseconds: Int64(date.timeIntervalSince1970) * 1000) }
}

/// A certificate or key that cannot be used to sign in. No message shows anything of either.
public enum CertificateError: Error, Hashable, Sendable, CustomStringConvertible {
  case noCertificate, noRSAKey, noKey, keyOfAnother
  case expired(Timestamp)
  case notYetGood(Timestamp)

  public var description: String {
    switch self {
    case .noCertificate: "this is no certificate in PEM form"
    case .noRSAKey: "the certificate has no RSA key; Microsoft Entra takes no other from applications"
    case .noKey: "this is no RSA private key of at least 2048 bits in PEM form"
    case .keyOfAnother: "the private key is not that of the certificate"
    case .expired(let time): "the certificate has expired on \(time); register a new one with the application"
    case .notYetGood(let time): "the certificate is good from \(time) on; is the clock right?"
    }
  }
}
