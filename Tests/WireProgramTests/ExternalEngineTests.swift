import Foundation
import Testing

/// Engines that are processes of their own.
@Suite(.serialized) struct ExternalEngineTests {
  private static let examples = "docs/examples/external-engine"
  private static let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test("Our engine as a command passes scenarios, figures included, with its ledger kept from run to run")
  func own() throws {
    let program = try WireProgram.run([
      "run", "scenarios/accounts/account-becomes-customer.yaml", "scenarios/accounts/own-filter.yaml",
      "scenarios/failures/first-load.yaml", "scenarios/orders/activated-order-goes-to-supply-chain.yaml", "--engine",
      "\(WireProgram.word) engine",
    ])
    #expect(program.exitCode == 0, "\(program.output)")
    #expect(program.output.contains("4 passed"))
    #expect(!program.output.contains("not judged"))
  }

  @Test("p2c sync itself is judged by what it does, without a result")
  func sync() throws {
    let command = """
      \(WireProgram.word) sync "$P2C_TEMPLATE" --sales "$P2C_SALES_URL" --supply-chain "$P2C_SUPPLY_CHAIN_URL" --ledger "$P2C_DIRECTORY/l.db"
      """
    let program = try WireProgram.run(["run", "scenarios/accounts/account-becomes-customer.yaml", "--engine", command])
    #expect(program.exitCode == 0, "\(program.output)")
    #expect(program.output.contains("not judged, since the engine does not tell: status of accounts, created of accounts"))
  }

  @Test("The example of the documentation passes; what it is not for is left out", .enabled(if: hasPython))
  func example() throws {
    let command = "python3 \(Self.examples)/engine.py"
    let program = try WireProgram.run(["run", Self.examples, "scenarios/quotes/won-before-the-run.yaml", "--engine", command])
    #expect(program.exitCode == 0, "\(program.output)")
    #expect(program.output.contains("2 passed, 1 not for this engine"))
  }

  @Test("How our engine finds out what changed is not asked of another")
  func reading() throws {
    let program = try WireProgram.run(["run", "scenarios/cycle/all-ways-of-reading.yaml", "--engine", "\(WireProgram.word) engine"])
    #expect(program.output.contains("1 not for this engine"), "\(program.output)")
  }

  @Test("An engine that makes rows a second time is caught by an invariant", .enabled(if: hasPython))
  func forgetful() throws {
    let program = try WireProgram.run([
      "run", "\(Self.examples)/judged-by-invariants.yaml", "--engine", "python3 \(Self.examples)/forgetful.py",
    ])
    #expect(program.exitCode == 1)
    #expect(program.output.contains("the invariant 'second run writes nothing' does not hold"), "\(program.output)")
  }

  @Test(
    "An engine that fails is told with what it printed; one that does nothing has lost the rows; one that hangs is killed",
    arguments: [
      ("echo no such luck; exit 3", "exit code 3\n          no such luck"), ("true", "the invariant 'nothing lost' does not hold"),
      ("sleep 100 & sleep 100", "killed after 1 seconds"), ("echo '{\"version\":9}' > \"$P2C_RESULT\"", "version 1 is known"),
    ])
  func bad(command: String, message: String) throws {
    let program = try WireProgram.run([
      "run", "\(Self.examples)/judged-by-invariants.yaml", "--engine", command, "--engine-timeout", "1",
    ])
    #expect(program.exitCode == 1)
    #expect(program.output.contains(message), "\(program.output)")
  }

  @Test("kill -9 of the engine's process, with its ledger on disk, at a sample of the points of a scenario, changes nothing of its end")
  func killed() throws {
    let program = try WireProgram.run([
      "crash", "scenarios/accounts/account-becomes-customer.yaml", "--over", "http", "--every", "14",
    ])
    #expect(program.exitCode == 0, "\(program.output)")
    #expect(program.output.contains("points tried of before request: "))
    print(program.output)
  }
}
