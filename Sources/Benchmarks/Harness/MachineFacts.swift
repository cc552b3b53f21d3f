import CInstructions
import FoundationEssentials
import OData
import SQLite
import Twin

/// What a reader must know of the machine to make something of the figures.
public struct MachineFacts: Hashable, Sendable {
  public let processor: String
  public let cores: Int
  public let memoryMegabytes: Int
  public let kernel: String
  /// `release`, or `debug`, whose figures mean nothing.
  public let build: String

  /// Reads them from `/proc`; what is not there is called unknown.
  public init() {
    let processors = Self.lines("/proc/cpuinfo")
    processor = processors.first { $0.hasPrefix("model name") }.flatMap(Self.value) ?? "unknown processor"
    cores = processors.count { $0.hasPrefix("processor") }
    memoryMegabytes = Self.lines("/proc/meminfo").first { $0.hasPrefix("MemTotal") }.flatMap(Self.kilobytes).map { $0 / 1024 } ?? 0
    kernel = Self.lines("/proc/sys/kernel/osrelease").first.map(String.init) ?? "unknown"
    #if DEBUG
      build = "debug"
    #else
      build = "release"
    #endif
  }

  /// Bytes the allocator has lent out now, and those that pages of databases take: what was freed before does not hide what is asked for
  /// later, as it does in what the process holds. Where the allocator does not say, what the process holds.
  public static func allocatedBytes() -> Int {
    let lent = Int(cinstructions_allocated_bytes())
    return lent > 0 ? lent + Database.pageBytes : residentBytes()
  }

  /// Bytes of memory the process holds now.
  public static func residentBytes() -> Int { statusBytes("VmRSS") }

  /// The most it has held so far.
  public static func peakBytes() -> Int { statusBytes("VmHWM") }

  private static func statusBytes(_ name: String) -> Int {
    lines("/proc/self/status").first { $0.hasPrefix(name) }.flatMap(kilobytes).map { $0 * 1024 } ?? 0
  }

  private static func lines(_ path: String) -> [Substring] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }

  private static func value(_ line: Substring) -> String? {
    line.firstIndex(of: ":").map { String(line[line.index(after: $0)...]).trimmingBlanks() }
  }

  private static func kilobytes(_ line: Substring) -> Int? { Int(line.filter(\.isNumber)) }
}
