import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

/// Why there was no answer, in words for somebody who looks at a log: what happened, at which address, what to do.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    case unknownHost, refused, reset, timedOut, tls, tooLarge, other
  }

  public let kind: Kind
  /// The request, without its query.
  public let address: String
  public let reason: String

  public var description: String { "no answer from \(address): \(reason)" }

  init(_ kind: Kind, _ address: String, _ reason: String) {
    self.kind = kind
    self.address = address
    self.reason = reason
  }

  /// What the network stack threw, understood.
  init(_ error: any Error, address: String, options: ClientOptions) {
    self.address = address
    (kind, reason) = Self.read(error, options)
  }

  private static func read(_ error: any Error, _ options: ClientOptions) -> (Kind, String) {
    switch error {
    case let error as HTTPClientError:
      if error == .connectTimeout { return (.timedOut, "no connection within \(options.connectSeconds) s; is the address right?") }
      if error == .tlsHandshakeTimeout {
        return (.tls, "no TLS handshake within \(options.connectSeconds) s; does the server speak https?")
      }
      if error == .readTimeout { return (.timedOut, "nothing came for \(options.readSeconds) s") }
      if error == .deadlineExceeded || error == .getConnectionFromPoolTimeout {
        return (.timedOut, "the request took longer than \(options.totalSeconds) s")
      }
      if error == .remoteConnectionClosed { return (.reset, "the server closed the connection before it had answered") }
      return (.other, error.description)
    case let error as NIOConnectionError:
      if let first = error.connectionErrors.first { return read(first.error, options) }
      return (.unknownHost, "the name \(error.host) is not known; is it spelled right?")
    case let error as IOError:
      switch error.errnoCode {
      case ECONNREFUSED: return (.refused, "nothing listens there; is the server running, and the port right?")
      case ECONNRESET, EPIPE: return (.reset, "the server broke the connection off")
      default: return (.other, error.description)
      }
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
      return (
        .tls,
        "the TLS connection failed (\(error)); a server with a certificate of its own needs that to be trusted (--trust), "
          + "and a server without TLS an address with http"
      )
    case is NIOTooManyBytesError: return (.tooLarge, "the answer is longer than \(options.answerBytesMax) bytes")
    default: return (.other, "\(error)")
    }
  }
}
