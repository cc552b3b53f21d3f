public import ArgumentParser
import Faults
import FoundationEssentials
import OData

/// `p2c faults`.
public struct FaultsCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "faults", abstract: "List what can go wrong on purpose, or explain one fault.",
    discussion: """
      EXAMPLES
        p2c faults                          every fault, by what it is about
        p2c faults reset-after-commit       one of them: parameters, where it strikes, what a good engine does
        p2c faults --json                   the same for programs
        p2c faults --update                 write docs/faults.md anew
      """)

  @Argument(help: ArgumentHelp("The fault to explain.", valueName: "name"))
  public var name: String?

  @Flag(help: "Write JSON.")
  public var json = false

  @Flag(help: "Write the page of all faults to docs/faults.md.")
  public var update = false

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    if update {
      try FaultPage.text.write(toFile: FaultPage.path, atomically: true, encoding: .utf8)
      environment.output("written: \(FaultPage.path)\n")
      return .passed
    }
    let faults: [Fault]
    do {
      faults = try name.map { [try FaultCatalogue.fault($0)] } ?? FaultCatalogue.all
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(error); p2c faults lists them")
    }
    if json {
      environment.output("\(JSON.array(faults.map { .object($0.json) }).text)\n")
    } else if name != nil, let fault = faults.first {
      environment.output(fault.explanation)
    } else {
      environment.output(list)
    }
    return .passed
  }

  private var list: String {
    var text = ""
    for family in FaultFamily.allCases {
      var table = TextTable(["\(family.title)", ""])
      for fault in FaultCatalogue.faults(of: [family]) { table.append(["  \(fault.name)", fault.summary]) }
      text += table.text + "\n"
    }
    return text + "\(FaultCatalogue.all.count) faults; p2c faults NAME explains one, docs/faults.md tells how to aim\n"
  }
}
