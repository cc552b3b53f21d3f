import Foundation
import OData

/// Takes events for one target.
public protocol NotificationSink: AnyObject {
  /// - Parameters:
  ///   - body: one event, JSON in UTF-8 without line breaks.
  ///   - id: the same whenever the event is sent again.
  /// - Throws: what keeps the event from being taken; it is sent again later.
  func deliver(_ body: String, id: String) async throws
}

/// Posts events to an address. Everything but a 2xx counts as not taken.
public final class WebhookSink: NotificationSink {
  private let transport: any HTTPTransport
  private let target: String

  /// - Parameters:
  ///   - transport: the way to the address's scheme, host and port.
  ///   - target: what stands behind them.
  public init(_ transport: any HTTPTransport, target: String) {
    self.transport = transport
    self.target = target
  }

  public func deliver(_ body: String, id: String) async throws {
    let response = try await transport.send(
      HTTPRequest(
        .post, target, headers: ["Content-Type": "application/json; charset=utf-8", "P2C-Event-Id": id], body: Array(body.utf8)))
    guard (200..<300).contains(response.status) else { throw NotTaken(reason: "the webhook answered with status \(response.status)") }
  }
}

/// Writes events to a file, one line for each.
public final class FileSink: NotificationSink {
  private let path: String

  public init(_ path: String) { self.path = path }

  public func deliver(_ body: String, id: String) async throws {
    if !FileManager.default.fileExists(atPath: path), !FileManager.default.createFile(atPath: path, contents: nil) {
      throw NotTaken(reason: "the file \(path) cannot be made")
    }
    guard let file = FileHandle(forWritingAtPath: path) else { throw NotTaken(reason: "the file \(path) cannot be written") }
    defer { file.closeFile() }
    try file.seekToEnd()
    try file.write(contentsOf: Data((body + "\n").utf8))
  }
}

struct NotTaken: Error, CustomStringConvertible {
  let reason: String
  var description: String { reason }
}
