import Crypto
import FoundationEssentials
public import OData
import SwiftASN1
import X509

/// Makes a certificate for a server on this machine, signed by an authority made for it alone.
///
/// Two certificates, not a self-signed one: strict clients (Python 3.13, OpenSSL's `-x509_strict`) trust an authority but no server's
/// own certificate. The authority's key is forgotten at once, so that trusting it trusts nothing but this server.
public enum SelfMadeCertificate {
  /// How long it is good for, in days.
  public static let days = 90

  /// - Parameters:
  ///   - hosts: names or addresses the certificate is for, beside `localhost`, `127.0.0.1` and `::1`.
  ///   - now: from when on; it is good from an hour earlier, because clocks differ.
  /// - Throws: what the certificate library throws, which it does for a malformed name only.
  public static func make(hosts: [String] = [], now: Timestamp) throws -> TLSIdentity {
    let from = Date(timeIntervalSince1970: Double(now.milliseconds / 1000) - 3600)
    let to = from.addingTimeInterval(Double(days) * 86_400)
    let authorityKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let authorityName = try DistinguishedName {
      OrganizationName("p2c")
      CommonName("p2c twins, authority made \(now)")
    }
    let authority = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: authorityKey.publicKey, notValidBefore: from, notValidAfter: to,
      issuer: authorityName, subject: authorityName, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try .init {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        Critical(KeyUsage(keyCertSign: true))
        SubjectKeyIdentifier(hash: authorityKey.publicKey)
      }, issuerPrivateKey: authorityKey)
    let key = P256.Signing.PrivateKey()
    let publicKey = Certificate.PublicKey(key.publicKey)
    let certificate = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: publicKey, notValidBefore: from, notValidAfter: to,
      issuer: authorityName,
      subject: try DistinguishedName {
        OrganizationName("p2c")
        CommonName("localhost")
      }, signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try .init {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage([.serverAuth])
        SubjectAlternativeNames(names(hosts))
        SubjectKeyIdentifier(hash: publicKey)
        AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: authorityKey.publicKey).keyIdentifier)
      }, issuerPrivateKey: authorityKey)
    let authorityPEM = try authority.serializeAsPEM().pemString + "\n"
    return try TLSIdentity(
      chainPEM: try certificate.serializeAsPEM().pemString + "\n" + authorityPEM, keyPEM: key.pemRepresentation,
      trustedPEM: authorityPEM)
  }

  private static func names(_ hosts: [String]) -> [GeneralName] {
    var loopback = [UInt8](repeating: 0, count: 16)
    loopback[15] = 1
    var names: [GeneralName] = [
      .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
      .ipAddress(ASN1OctetString(contentBytes: loopback[...])),
    ]
    for host in hosts where host != "localhost" && host != "127.0.0.1" && host != "::1" {
      let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
      if numbers.count == 4, !numbers.contains(nil) {
        // Every address of the machine, said as such, names none of them.
        let address = numbers.compactMap { $0 }
        if address != [0, 0, 0, 0] { names.append(.ipAddress(ASN1OctetString(contentBytes: address[...]))) }
      } else if !host.contains(":") {
        names.append(.dnsName(host))
      }
    }
    return names
  }
}
