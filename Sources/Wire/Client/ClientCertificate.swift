import NIOSSL
public import OData

/// The certificate a client shows to servers that ask for one, with its key.
public struct ClientCertificate: Hashable, Sendable {
  let chain: [NIOSSLCertificateSource]
  let key: NIOSSLPrivateKeySource

  /// - Parameters:
  ///   - file: a PEM file with the certificate, those it was signed with behind it.
  ///   - key: its private key, PEM text.
  /// - Throws: `ClientCertificateError`.
  public init(file: String, key: Secret) throws(ClientCertificateError) {
    do {
      chain = try NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) }
    } catch {
      throw ClientCertificateError(reason: "\(file) is no PEM file of certificates that can be read")
    }
    if chain.isEmpty { throw ClientCertificateError(reason: "there is no certificate in \(file)") }
    do {
      self.key = .privateKey(try NIOSSLPrivateKey(bytes: Array(key.reveal().utf8), format: .pem))
    } catch {
      throw ClientCertificateError(reason: "the key of \(file) is no private key in PEM form")
    }
  }
}

/// A client certificate that cannot be used. The key is not shown.
public struct ClientCertificateError: Error, Hashable, Sendable, CustomStringConvertible {
  public let reason: String
  public var description: String { reason }
}
