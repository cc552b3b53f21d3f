import Commands
import Foundation
import Identity
import OData
import SyncEngine
import Wire

/// Opens connection sets over the network.
struct WireConnections {
  /// The environment of the process.
  let variables: [String: String]

  /// - Throws: `SecretMissing`, `CertificateError`, `ClientCertificateError`, `ProxyError`, `CommandFailure`; none shows a secret.
  func open(_ definition: ConnectionSetDefinition) throws -> ConnectionSet { try opener.open(definition) }

  /// Secrets of this process.
  var resolver: SecretResolver {
    SecretResolver(variables: variables) { FileManager.default.contents(atPath: $0).map { Array($0) } }
  }

  /// The way to an address that stands on the command line.
  /// - Throws: `CommandFailure` for a proxy that cannot be used.
  func transport(to origin: String, trust: String?) throws -> any HTTPTransport {
    var options = ClientOptions(trustFile: trust)
    do {
      options.proxy = try proxy(for: origin)
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
    return HTTPClientTransport(baseURL: origin, options: options)
  }

  /// The way to those who are told about runs.
  /// - Throws: `SecretMissing`, `ProxyError`.
  func sink(_ target: NotificationTarget) throws -> any NotificationSink {
    switch target {
    case .file(let path): return FileSink(path)
    case .webhook(let address):
      let url = try resolver.text(address).reveal()
      let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
      let slash = url[start...].firstIndex { $0 == "/" || $0 == "?" } ?? url.endIndex
      let origin = String(url[..<slash])
      let target = url[slash...].hasPrefix("/") ? String(url[slash...]) : "/" + url[slash...]
      var options = ClientOptions()
      options.totalSeconds = 30
      options.proxy = try proxy(for: origin)
      return WebhookSink(HTTPClientTransport(baseURL: origin, options: options), target: target)
    }
  }

  private var opener: ConnectionSetOpener {
    ConnectionSetOpener(resolver: resolver, open: transport, signer: signer, now: { SystemClock().now })
  }

  private func transport(_ way: ConnectionSetOpener.Way) throws -> any HTTPTransport {
    var options = ClientOptions(trustFile: way.trustFile)
    if let file = way.trustFile, FileManager.default.contents(atPath: file) == nil {
      throw CommandFailure(.badCommandLine, "the file \(file) of trusted certificates cannot be read")
    }
    if let file = way.certificateFile, let key = way.key { options.certificate = try ClientCertificate(file: file, key: key) }
    options.requiresTLS13 = way.minimumTLS == .v13
    options.proxy = try way.proxy.map { (address) throws(ProxyError) in try ProxySettings(address) } ?? proxy(for: way.origin)
    return HTTPClientTransport(baseURL: way.origin, options: options)
  }

  /// The proxy the environment of the process names.
  func proxy(for origin: String) throws(ProxyError) -> ProxySettings? { try ProxySettings.of(origin, variables: variables) }

  private func signer(_ certificateFile: String, _ key: Secret) throws -> any AssertionSigner {
    guard let bytes = FileManager.default.contents(atPath: certificateFile), let pem = String(data: bytes, encoding: .utf8) else {
      throw CommandFailure(.badCommandLine, "the certificate \(certificateFile) cannot be read")
    }
    return AssertionSigning(
      signer: try CertificateSigner(certificatePEM: pem, keyPEM: key) {
        GUID(high: UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000, low: UInt64.random(in: .min ... .max) & (~0 >> 2) | 1 << 63)
      })
  }
}

/// The signer of the room with cryptography as the engine asks for one.
private final class AssertionSigning: AssertionSigner {
  private let signer: CertificateSigner

  init(signer: CertificateSigner) { self.signer = signer }

  func assertion(client: String, audience: String, now: Timestamp) throws -> Secret {
    try signer.assertion(client: client, audience: audience, now: now)
  }
}
