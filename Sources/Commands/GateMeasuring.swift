import Benchmarks
import FoundationEssentials

/// Has another build of the program measure itself.
struct GateMeasuring {
  let programs: OtherPrograms
  /// For what the programs write.
  let folder: String
  let rounds: Int
  /// Of the suite; all of it where none is named.
  let workloads: [String]
  let only: String?

  /// The same hashes in every process: what a dictionary costs hangs on them.
  private static let variables = ["SWIFT_DETERMINISTIC_HASHING": "1"]

  /// - Throws: `CommandFailure` for a program that does not end well, `GateSample.Unreadable` for one that reports otherwise.
  func sample(_ program: String) throws -> GateSample {
    let report = "\(folder)/report.json"
    try run(program, words(rounds: rounds) + ["--json", report], Self.variables)
    guard let data = FileManager.default.contents(atPath: report) else {
      throw CommandFailure(.internalError, "error: \(program) has written no report")
    }
    return try GateSample(json: Array(data))
  }

  /// By callgrind: the instructions of one round of each case.
  /// - Throws: as `sample`, and `CommandFailure` where there is no valgrind.
  func instructions(_ program: String) throws -> [String: Double] {
    let place = "\(folder)/callgrind"
    try? FileManager.default.removeItem(atPath: place)
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
    let valgrind = ["--tool=callgrind", "--instr-atstart=no", "--callgrind-out-file=\(place)/out", try bare(program)]
    do {
      try run("valgrind", valgrind + words(rounds: 1), Self.variables)
    } catch let failure as OtherPrograms.NotFound {
      throw CommandFailure(.badCommandLine, "error: \(failure); --instructions needs valgrind where the machine lends no counter")
    }
    var counts: [String: Double] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: place).sorted() {
      guard let data = FileManager.default.contents(atPath: "\(place)/\(name)"),
        let (item, instructions) = CallgrindFile.read(String(decoding: data, as: UTF8.self))
      else { continue }
      counts[item, default: 0] += instructions
    }
    guard !counts.isEmpty else { throw CommandFailure(.internalError, "error: callgrind has counted nothing in \(program)") }
    return counts
  }

  /// The program without what debuggers read: Valgrind 3.19 gives up on DWARF 5 and ends the program.
  /// - Returns: a copy under the same name, with the program's resources beside it; the program itself where nothing can strip it.
  private func bare(_ program: String) throws -> String {
    let files = FileManager.default
    let place = "\(folder)/bare"
    try? files.removeItem(atPath: place)
    try files.createDirectory(atPath: place, withIntermediateDirectories: false)
    let original = URL(filePath: program)
    let home = original.deletingLastPathComponent()
    let copy = "\(place)/\(original.lastPathComponent)"
    do {
      guard try programs.run("strip", ["-g", "-o", copy, program], [:]).exitCode == 0 else { return program }
    } catch is OtherPrograms.NotFound {
      return program
    }
    for name in try files.contentsOfDirectory(atPath: home.path(percentEncoded: false))
    where name.hasSuffix(".resources") || name.hasSuffix(".bundle") {
      try files.createSymbolicLink(atPath: "\(place)/\(name)", withDestinationPath: home.appending(path: name).path(percentEncoded: false))
    }
    return copy
  }

  private func words(rounds: Int) -> [String] {
    ["bench", "run"] + workloads + ["--suite", "gate", "--repetitions", "\(rounds)", "--warm-ups", "1"]
      + (only.map { ["--only", $0] } ?? [])
  }

  private func run(_ program: String, _ words: [String], _ variables: [String: String]) throws {
    let result = try programs.run(program, words, variables)
    guard result.exitCode == 0 else {
      throw CommandFailure(
        .internalError, "error: \(program) \(words.joined(separator: " ")) ended with \(result.exitCode)\n\(result.errors.suffix(2000))")
    }
  }
}
