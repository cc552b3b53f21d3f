import Foundation
public import OData
import Synchronization

/// Sends many requests to one server on loopback, several at a time: each on a connection of its own that is kept for the next one.
///
/// It is a thing to measure servers with, so it does as little as it can: a thread, blocking sockets, no TLS, and answers that say
/// their length. Its thread's processor time is counted, to be told from the server's in the same process.
public final class LoadClient: Sendable {
  /// Requests under way at a time.
  public let connections: Int
  private let port: UInt16
  private let sockets = Mutex<[LoadConnection]>([])
  private let spent: Meter

  /// Nanoseconds of processor time the client's threads have used.
  public var processorTime: Int64 { spent.nanoseconds.withLock { $0 } }

  /// - Parameter port: of 127.0.0.1. Nothing is opened before the first request.
  public init(port: UInt16, connections: Int) {
    precondition(connections > 0, "at least one connection")
    self.port = port
    self.connections = connections
    spent = Meter()
  }

  private init(port: UInt16, beside other: LoadClient) {
    self.port = port
    connections = other.connections
    spent = other.spent
  }

  /// A client of another server whose processor time counts as this one's.
  public func beside(port: UInt16) -> LoadClient { LoadClient(port: port, beside: self) }

  /// Nanoseconds that threads have used.
  private final class Meter: Sendable {
    let nanoseconds = Mutex<Int64>(0)
  }

  deinit { sockets.withLock { open in for connection in open { connection.end() } } }

  /// Sends all of them, in order as connections become free.
  /// - Returns: the answers' statuses, and the whole of the first answer for each status.
  /// - Throws: `LoadError` for a connection that fails or an answer without a length.
  public func send(_ requests: [HTTPRequest]) async throws -> (statuses: [Int], examples: [Int: (request: Int, response: HTTPResponse)]) {
    let outcome = try await onThread { [self] in try exchange(requests, over: &$0) }
    return (outcome.statuses, outcome.examples)
  }

  /// Sends each at its moment, or when a connection is free after it.
  /// - Parameters:
  ///   - moments: nanoseconds from now, one for each request, rising.
  ///   - wall: a steadily growing count of nanoseconds.
  /// - Returns: each answer's status, and when it was there, in nanoseconds from now, in the order of the requests.
  /// - Throws: as `send`.
  public func send(
    _ requests: [HTTPRequest], at moments: [Int64], wall: @escaping @Sendable () -> Int64
  ) async throws -> [(status: Int, nanoseconds: Int64)] {
    try await onThread { [self] in try exchange(requests, at: moments, wall, over: &$0) }
  }

  /// Has a thread of its own do the work, whose processor time counts as the client's.
  private func onThread<Answer: Sendable>(_ work: @escaping @Sendable (inout [LoadConnection]) throws -> Answer) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { [self] in
        let result = Result { try sockets.withLock { try work(&$0) } }
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        let used = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        spent.nanoseconds.withLock { $0 += used }
        continuation.resume(with: result)
      }
    }
  }

  private func exchange(
    _ requests: [HTTPRequest], at moments: [Int64], _ wall: () -> Int64, over open: inout [LoadConnection]
  ) throws -> [(status: Int, nanoseconds: Int64)] {
    while open.count < min(connections, requests.count) { open.append(try LoadConnection(port: port)) }
    var answers = [(status: Int, nanoseconds: Int64)](repeating: (0, 0), count: requests.count)
    var idle = Array(open.indices)
    var (next, answered) = (0, 0)
    let start = wall()
    do {
      var waiting = open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      while answered < requests.count {
        let now = wall() - start
        while next < requests.count, moments[next] <= now, let connection = idle.popLast() {
          try open[connection].transmit(requests[next], number: next)
          next += 1
        }
        // Until the next one is due, or until a connection is free for one that is.
        let isDue = next < requests.count && !idle.isEmpty
        let nanoseconds = isDue ? max(moments[next] - (wall() - start), 0) : 30_000_000_000
        // A sleep is exact to a millisecond; the rest is waited for awake.
        guard poll(&waiting, nfds_t(waiting.count), Int32(nanoseconds / 1_000_000)) > 0 else {
          guard isDue else { throw LoadError(reason: "no answer for 30 seconds") }
          continue
        }
        for index in waiting.indices where waiting[index].revents != 0 {
          guard let answer = try open[index].receive() else { continue }
          answers[answer.request] = (answer.response.status, wall() - start)
          answered += 1
          idle.append(index)
        }
      }
    } catch {
      for connection in open { connection.end() }
      open = []
      throw error
    }
    return answers
  }

  private func exchange(_ requests: [HTTPRequest], over open: inout [LoadConnection]) throws -> LoadOutcome {
    while open.count < min(connections, requests.count) { open.append(try LoadConnection(port: port)) }
    var outcome = LoadOutcome(statuses: Array(repeating: 0, count: requests.count))
    var (next, answered) = (0, 0)
    func start(_ connection: inout LoadConnection) throws {
      guard next < requests.count else { return }
      try connection.transmit(requests[next], number: next)
      next += 1
    }
    do {
      for index in open.indices { try start(&open[index]) }
      var waiting = open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      while answered < requests.count {
        guard poll(&waiting, nfds_t(waiting.count), 30_000) > 0 else { throw LoadError(reason: "no answer for 30 seconds") }
        for index in waiting.indices where waiting[index].revents != 0 {
          guard let answer = try open[index].receive() else { continue }
          outcome.statuses[answer.request] = answer.response.status
          if outcome.examples[answer.response.status] == nil { outcome.examples[answer.response.status] = answer }
          answered += 1
          try start(&open[index])
        }
      }
    } catch {
      for connection in open { connection.end() }
      open = []
      throw error
    }
    return outcome
  }
}

/// A connection of the load client failed, or its server answered in a form the client does not read.
public struct LoadError: Error, CustomStringConvertible {
  let reason: String

  public var description: String { "the load client: \(reason)" }
}

private struct LoadOutcome: Sendable {
  var statuses: [Int]
  var examples: [Int: (request: Int, response: HTTPResponse)] = [:]
}

/// One connection of a load client, with at most one request under way.
private struct LoadConnection {
  let descriptor: Int32
  private let host: String
  private var inbox: [UInt8] = []
  /// Length of the answer that is coming in, once its header is there.
  private var answerLength: Int?
  private var headLength = 0
  private var underWay: Int?

  init(port: UInt16) throws {
    host = "127.0.0.1:\(port)"
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw LoadError(reason: "no socket (\(errno))") }
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard connected == 0 else {
      end()
      throw LoadError(reason: "no connection to port \(port) (\(errno))")
    }
  }

  func end() { close(descriptor) }

  mutating func transmit(_ request: HTTPRequest, number: Int) throws {
    underWay = number
    var bytes = Array("\(request.method.rawValue) \(request.target) HTTP/1.1\r\nHost: \(host)\r\n".utf8)
    for field in request.headers.fields { bytes += "\(field.name): \(field.value)\r\n".utf8 }
    if !request.body.isEmpty { bytes += "Content-Length: \(request.body.count)\r\n".utf8 }
    bytes += "\r\n".utf8
    bytes += request.body
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw LoadError(reason: "a connection broke while sending (\(errno))") }
      sent += count
    }
  }

  /// Takes what has come in; an answer once it is complete.
  mutating func receive() throws -> (request: Int, response: HTTPResponse)? {
    let room = max(16 * 1024, (answerLength ?? 0) - inbox.count)
    let before = inbox.count
    inbox.append(contentsOf: repeatElement(0, count: room))
    let count = inbox[before...].withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    inbox.removeLast(room - max(count, 0))
    guard count > 0 else { throw LoadError(reason: "the server closed a connection") }
    if answerLength == nil { try readHead() }
    guard let length = answerLength, inbox.count >= length, let number = underWay else { return nil }
    guard let status = Int(String(decoding: inbox[9..<12], as: UTF8.self)) else { throw LoadError(reason: "an answer without a status") }
    var response = HTTPResponse(status, body: Array(inbox[headLength..<length]))
    response.headers["Content-Type"] = field("content-type", in: inbox[..<headLength])
    inbox.removeFirst(length)
    (answerLength, underWay) = (nil, nil)
    return (number, response)
  }

  private mutating func readHead() throws {
    let end: [UInt8] = [13, 10, 13, 10]
    guard let start = inbox.firstRange(of: end)?.lowerBound else { return }
    headLength = start + end.count
    let head = inbox[..<headLength]
    if inbox.starts(with: "HTTP/1.1 204".utf8) || inbox.starts(with: "HTTP/1.1 304".utf8) {
      answerLength = headLength
    } else if let text = field("content-length", in: head), let length = Int(text) {
      answerLength = headLength + length
    } else {
      throw LoadError(reason: "an answer that does not say its length")
    }
  }

  private func field(_ name: String, in head: ArraySlice<UInt8>) -> String? {
    for line in head.split(separator: 13) {
      let line = line.first == 10 ? line.dropFirst() : line
      guard line.count > name.utf8.count, line[line.startIndex + name.utf8.count] == UInt8(ascii: ":"),
        zip(line, name.utf8).allSatisfy({ $0 | 0x20 == $1 })
      else { continue }
      return String(decoding: line.dropFirst(name.utf8.count + 1), as: UTF8.self).trimmingCharacters(in: .whitespaces)
    }
    return nil
  }
}
