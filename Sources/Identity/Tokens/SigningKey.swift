import Crypto
import CryptoExtras
import FoundationEssentials
import Synchronization

/// The RSA key that signs tokens (RS256), made on first use: finding its primes takes longer than everything else a server
/// does at its start.
public final class SigningKey: Sendable {
  private let made: Mutex<Key?>

  private struct Key: Sendable {
    let secret: _RSA.Signing.PrivateKey
    let published: PublishedKey

    init(_ secret: _RSA.Signing.PrivateKey) throws {
      self.secret = secret
      published = try PublishedKey(secret.publicKey)
    }
  }

  /// A key from the machine's own randomness. Not for simulated worlds: each process has another one.
  public init() { made = Mutex(nil) }

  /// A given key, so that the same tokens come out of every run: RS256 itself draws nothing.
  /// - Parameter pem: PKCS #1 or PKCS #8, at least 2048 bits.
  /// - Throws: `SigningKeyError` for text that is no such key.
  public init(pem: String) throws(SigningKeyError) {
    do {
      made = Mutex(try Key(_RSA.Signing.PrivateKey(pemRepresentation: pem)))
    } catch {
      throw SigningKeyError()
    }
  }

  /// What verifiers know of it. Makes the key if there is none yet.
  /// - Throws: what the cryptography throws when the machine has no randomness.
  func published() throws -> PublishedKey { try key().published }

  /// The key as PEM text, to be kept and given back to `init(pem:)`.
  public func exportPEM() throws -> String { try key().secret.pkcs8PEMRepresentation }

  /// RSASSA-PKCS1-v1_5 with SHA-256.
  func sign(_ bytes: some Collection<UInt8>) throws -> [UInt8] {
    let digest = SHA256.hash(data: Array(bytes))
    return Array(try key().secret.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation)
  }

  private func key() throws -> Key {
    try made.withLock { made in
      if let made { return made }
      let fresh = try Key(_RSA.Signing.PrivateKey(keySize: .bits2048))
      made = fresh
      return fresh
    }
  }
}

/// The public half of the signing key.
struct PublishedKey: Sendable {
  /// The id in token headers and in the key set: a digest of the key, as thumbprints are.
  let id: String
  let modulus: [UInt8]
  let exponent: [UInt8]
  private let key: _RSA.Signing.PublicKey

  fileprivate init(_ key: _RSA.Signing.PublicKey) throws {
    self.key = key
    let primitives = try key.getKeyPrimitives()
    modulus = Array(primitives.modulus)
    exponent = Array(primitives.publicExponent)
    id = Base64URL.encode(Array(SHA256.hash(data: key.derRepresentation)).prefix(20))
  }

  func verifies(_ signature: [UInt8], of bytes: some Collection<UInt8>) -> Bool {
    key.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: Array(bytes)), padding: .insecurePKCS1v1_5)
  }
}

/// A file that was given as signing key and is none.
public struct SigningKeyError: Error, CustomStringConvertible {
  public var description: String {
    "This is no RSA private key of at least 2048 bits in PEM form; make one with: openssl genrsa -out key.pem 2048"
  }
}
