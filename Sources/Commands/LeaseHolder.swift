import Glibc

/// A process that holds a ledger: `host:4711`.
public struct LeaseHolder: Hashable, Sendable {
  public let host: String
  public let process: Int32

  public static var own: LeaseHolder { LeaseHolder(host: hostName, process: getpid()) }

  public var name: String { "\(host):\(process)" }

  init(host: String, process: Int32) {
    self.host = host
    self.process = process
  }

  /// - Returns: `nil` for a name that no process has given itself.
  public init?(name: String) {
    guard let colon = name.lastIndex(of: ":"), let process = Int32(name[name.index(after: colon)...]) else { return nil }
    self.init(host: String(name[..<colon]), process: process)
  }

  /// Known to have ended: of this host, and no process has its number. One of another host may be alive.
  public var isGone: Bool { host == Self.hostName && kill(process, 0) != 0 && errno == ESRCH }

  /// Whether the engine of that name is known to have ended.
  public static func isGone(_ name: String) -> Bool { LeaseHolder(name: name)?.isGone ?? false }

  private static var hostName: String {
    var bytes = [CChar](repeating: 0, count: 256)
    guard gethostname(&bytes, bytes.count - 1) == 0 else { return "localhost" }
    return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
