import ArgumentParser
import Commands
import Foundation
import Logging
import Wire

/// The options of `p2c serve` that are about HTTP.
struct HTTPOptions: ParsableArguments {
  @Option(help: "The port to listen on; 0 takes a free one and prints it.")
  var port = 8080

  @Option(help: "The address to listen on; 0.0.0.0 for every address of this machine.")
  var host = "127.0.0.1"

  @Option(
    help: ArgumentHelp(
      "Serve https. 'self-made' makes a certificate for this run; give --tls-export to let clients trust it.", valueName: "self-made"))
  var tls: TLSMode?

  @Option(help: ArgumentHelp("Serve https with this certificate, the ones it was signed with after it.", valueName: "pem file"))
  var tlsCert: String?

  @Option(help: ArgumentHelp("The certificate's private key.", valueName: "pem file"))
  var tlsKey: String?

  @Option(help: ArgumentHelp("Write what clients have to trust to this file.", valueName: "file"))
  var tlsExport: String?

  @Option(help: ArgumentHelp("Let pages of this origin read answers; '*' for every origin. May be repeated.", valueName: "origin"))
  var cors: [String] = []

  @Option(help: ArgumentHelp("The largest request body, in MiB.", valueName: "MiB"))
  var bodyLimit = 32

  @Option(help: ArgumentHelp("The most connections at once; more wait.", valueName: "number"))
  var connections = ServerLimits().connectionsMax

  @Option(help: ArgumentHelp("How long what runs may take to finish once the server is told to stop.", valueName: "seconds"))
  var shutdownTimeout = ServerLimits().shutdownSeconds

  @Option(help: "What to log on standard error: warning, info (a line for every request) or debug.")
  var logLevel = LogLevel.warning

  enum TLSMode: String, ExpressibleByArgument { case selfMade = "self-made" }

  enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case error, warning, info, debug
  }

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
    guard (1...1024).contains(bodyLimit) else { throw ValidationError("--body-limit is a number of MiB from 1 to 1024.") }
    guard connections > 0 else { throw ValidationError("--connections is at least 1.") }
    guard shutdownTimeout > 0 else { throw ValidationError("--shutdown-timeout is at least 1 second.") }
    guard (tlsCert == nil) == (tlsKey == nil) else { throw ValidationError("--tls-cert and --tls-key go together.") }
    if tls != nil, tlsCert != nil { throw ValidationError("Give --tls self-made or a certificate of your own, not both.") }
    if tlsExport != nil, tls == nil, tlsCert == nil { throw ValidationError("--tls-export needs --tls self-made or --tls-cert.") }
  }

  var logger: Logger {
    var logger = Logger(label: "p2c.serve")
    logger.logLevel = Logger.Level(rawValue: logLevel.rawValue) ?? .warning
    return logger
  }

  /// What these options say, with the certificate read or made, and written where it was asked to be.
  /// - Throws: `CommandFailure` when a certificate cannot be used.
  func configuration() throws -> ServerConfiguration {
    var configuration = ServerConfiguration()
    configuration.host = host
    configuration.port = port
    configuration.limits.bodyBytesMax = bodyLimit << 20
    configuration.limits.bodyBytesInFlightMax = max(configuration.limits.bodyBytesInFlightMax, bodyLimit << 20)
    configuration.limits.connectionsMax = connections
    configuration.limits.shutdownSeconds = shutdownTimeout
    configuration.cors = CORSPolicy(cors)
    do {
      if let tlsCert, let tlsKey {
        configuration.identity = try TLSIdentity(certificateFile: tlsCert, keyFile: tlsKey)
      } else if tls == .selfMade {
        configuration.identity = try SelfMadeCertificate.make(hosts: [host], now: SystemClock().now)
      }
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
    if let tlsExport, let identity = configuration.identity {
      do {
        try Data(identity.trustedPEM.utf8).write(to: URL(fileURLWithPath: tlsExport))
      } catch {
        throw CommandFailure(.badCommandLine, "error: \(tlsExport) cannot be written: \(error.localizedDescription)")
      }
    }
    return configuration
  }
}
