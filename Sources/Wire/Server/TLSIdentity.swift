import FoundationEssentials
import NIOSSL

/// A server's certificate and key.
public struct TLSIdentity: Sendable {
  /// The server's certificate first, then what it was signed with.
  let chain: [NIOSSLCertificate]
  let key: NIOSSLPrivateKey
  /// What a client has to trust, as PEM.
  public let trustedPEM: String

  /// Reads both from PEM files.
  /// - Throws: `TLSIdentityError`, which names the file and what is wrong with it.
  public init(certificateFile: String, keyFile: String) throws(TLSIdentityError) {
    let certificates = try Self.read(certificateFile)
    let key = try Self.read(keyFile)
    do {
      chain = try NIOSSLCertificate.fromPEMBytes(certificates)
    } catch {
      throw TLSIdentityError(file: certificateFile, reason: "is no PEM file of certificates")
    }
    do {
      self.key = try NIOSSLPrivateKey(bytes: key, format: .pem)
    } catch {
      throw TLSIdentityError(file: keyFile, reason: "is no PEM file of a private key without a passphrase")
    }
    trustedPEM = String(decoding: certificates, as: UTF8.self)
    do {
      // Fails when the key is not the certificate's.
      _ = try NIOSSLContext(configuration: serverConfiguration)
    } catch {
      throw TLSIdentityError(file: keyFile, reason: "does not go with the certificate in \(certificateFile)")
    }
  }

  /// - Parameters:
  ///   - chainPEM: the server's certificate, then what it was signed with.
  ///   - trustedPEM: what a client has to trust.
  /// - Throws: what NIOSSL throws on malformed PEM.
  init(chainPEM: String, keyPEM: String, trustedPEM: String) throws {
    chain = try NIOSSLCertificate.fromPEMBytes(Array(chainPEM.utf8))
    key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
    self.trustedPEM = trustedPEM
  }

  var serverConfiguration: TLSConfiguration {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    return configuration
  }

  private static func read(_ path: String) throws(TLSIdentityError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw TLSIdentityError(file: path, reason: "cannot be read")
    }
  }
}

/// Why a certificate and key cannot be used.
public struct TLSIdentityError: Error, Hashable, CustomStringConvertible {
  public let file: String
  public let reason: String

  public var description: String { "\(file) \(reason)" }
}
