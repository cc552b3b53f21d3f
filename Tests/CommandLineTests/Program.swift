import Foundation

/// The built `p2c`, run as a user runs it.
struct Program {
  let exitCode: Int32
  let output: String
  let errors: String

  /// The program beside the running test bundle.
  static var path: String {
    let test = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ProcessInfo.processInfo.arguments[0]
    let beside = URL(fileURLWithPath: test).deletingLastPathComponent().appendingPathComponent("p2c").path
    if FileManager.default.isExecutableFile(atPath: beside) { return beside }
    // A test helper of the toolchain may be what runs; the bundle is then among the arguments.
    let bundle = ProcessInfo.processInfo.arguments.first { $0.hasSuffix(".xctest") } ?? test
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().appendingPathComponent("p2c").path
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Runs it in a folder.
  static func run(_ arguments: [String], in folder: URL = root, program: String = path) throws -> Program {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    // Files instead of pipes: nothing can block on a full buffer.
    let outputFile = temporaryFile()
    let errorFile = temporaryFile()
    for file in [outputFile, errorFile] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    defer { for file in [outputFile, errorFile] { try? FileManager.default.removeItem(at: file) } }
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    return Program(
      exitCode: process.terminationStatus, output: try String(contentsOf: outputFile, encoding: .utf8),
      errors: try String(contentsOf: errorFile, encoding: .utf8))
  }

  /// A folder with the given files, gone when the body is done.
  static func inFolder<T>(_ files: [String: String], _ body: (URL) throws -> T) throws -> T {
    let folder = temporaryFile()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return try body(folder)
  }

  private static func temporaryFile() -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(ProcessInfo.processInfo.globallyUniqueString)")
  }
}
