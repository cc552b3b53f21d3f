import Foundation

/// The built `p2c-wire`, run as a user runs it, from the root of the repository.
struct WireProgram {
  let exitCode: Int32
  let output: String

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The program beside the running test bundle.
  static var path: String {
    let test = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ProcessInfo.processInfo.arguments[0]
    // A test helper of the toolchain may be what runs; the bundle is then among the arguments.
    let bundle = ProcessInfo.processInfo.arguments.first { $0.hasSuffix(".xctest") } ?? test
    let folders = [test, bundle].map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
    let candidates = folders.map { $0.appendingPathComponent("p2c-wire").path }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[0]
  }

  /// The path as a word of a shell.
  static var word: String { "'\(path)'" }

  /// - Returns: standard output and standard error as they came.
  static func run(_ arguments: [String]) throws -> WireProgram {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = root
    // A file instead of a pipe: nothing can block on a full buffer.
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(ProcessInfo.processInfo.globallyUniqueString)")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: file)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    return WireProgram(exitCode: process.terminationStatus, output: try String(contentsOf: file, encoding: .utf8))
  }
}
