import FoundationEssentials
public import OData
import StrictYAML
public import SyncEngine

/// What commands take from a program that has the network stack.
public struct NetworkAccess {
  /// Makes the way to an address: scheme, host and port, no trailing slash; and to a server whose certificate is trusted for the
  /// sake of a PEM file, which is `nil` for the machine's own trust. Throws for a proxy that the process's variables name wrongly.
  public var transport: (_ address: String, _ trustFile: String?) throws -> any HTTPTransport
  /// The machine's clock.
  public var now: () -> Timestamp
  /// Makes the ways to both environments of a connection set, signed in.
  public var connect: (ConnectionSetDefinition) throws -> ConnectionSet

  public init(
    transport: @escaping (String, String?) throws -> any HTTPTransport, now: @escaping () -> Timestamp,
    connect: @escaping (ConnectionSetDefinition) throws -> ConnectionSet
  ) {
    self.transport = transport
    self.now = now
    self.connect = connect
  }

  /// The connection set of a file.
  /// - Throws: `CommandFailure` for a file that is not there or malformed, and for secrets and certificates that cannot be used.
  public func connectionSet(file path: String) throws -> ConnectionSet {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(.badCommandLine, "error: there is no file \(path); docs/connection-sets.md says how to write one")
    }
    let definition: ConnectionSetDefinition
    do {
      definition = try ConnectionSetFile.read(SourceFile(reading: path))
    } catch {
      throw CommandFailure(.malformedFile, "\(error)")
    }
    do {
      return try connect(definition)
    } catch let failure as CommandFailure {
      throw CommandFailure(failure.outcome, "error: \(path): \(failure.message)")
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(path): \(error)")
    }
  }
}
