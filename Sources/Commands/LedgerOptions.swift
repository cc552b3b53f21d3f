public import ArgumentParser
import FoundationEssentials
import OData
public import SyncEngine

/// The ledger a command reads.
public struct LedgerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The file that remembers what is at the destination.", valueName: "file"))
  public var ledger = "p2c-ledger.db"

  public init() {}

  /// Opens a ledger that is there; a command that only looks makes none.
  /// - Throws: `CommandFailure`.
  public func open() throws -> Ledger {
    guard FileManager.default.fileExists(atPath: ledger) else {
      throw CommandFailure(.badCommandLine, "error: there is no ledger \(ledger); name one with --ledger")
    }
    do {
      return try Ledger(.file(ledger))
    } catch let error as LedgerError {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
  }

  /// - Throws: `CommandFailure` for a project the ledger has never run.
  func check(_ project: String?, _ ledger: Ledger) throws {
    guard let project else { return }
    let known = try ledger.projects()
    guard !known.contains(project) else { return }
    let there = known.isEmpty ? "it has run none" : "it has run \(known.joined(separator: ", "))"
    throw CommandFailure(.badCommandLine, "error: the ledger knows no project '\(project)'; \(there)")
  }
}
