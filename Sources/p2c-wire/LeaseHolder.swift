import Foundation

/// A process that holds a ledger: `host:4711`.
struct LeaseHolder {
  let host: String
  let process: pid_t

  static var own: LeaseHolder {
    LeaseHolder(host: ProcessInfo.processInfo.hostName, process: ProcessInfo.processInfo.processIdentifier)
  }

  var name: String { "\(host):\(process)" }

  init(host: String, process: pid_t) {
    self.host = host
    self.process = process
  }

  /// - Returns: `nil` for a name that no process has given itself.
  init?(name: String) {
    guard let colon = name.lastIndex(of: ":"), let process = pid_t(name[name.index(after: colon)...]) else { return nil }
    self.init(host: String(name[..<colon]), process: process)
  }

  /// Known to have ended: of this host, and no process has its number. One of another host may be alive.
  var isGone: Bool { host == Self.own.host && kill(process, 0) != 0 && errno == ESRCH }
}
