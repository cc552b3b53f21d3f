import ArgumentParser
import Commands
import Foundation
import Host
import OData
import Twin

/// The options of `p2c serve` that are about worlds and the control plane.
struct WorldOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The baseline to load before serving; 'none' for bare systems. (default: Fixtures/usmf)", valueName: "folder"))
  var baseline: String?

  @Option(help: ArgumentHelp("The mapping file, when it is not baseline.yaml in that folder.", valueName: "file"))
  var mapping: String?

  @Option(help: "The seed behind identifiers and generated numbers. (default: 1)")
  var seed: UInt64?

  @Option(help: "Level of Supply Chain, such as 7.3 or 7.2+KB4036461. (default: 7.3)")
  var level: String?

  @Option(help: "Version of the Prospect to cash solution in Sales, or 'none'. (default: 1.15.0.1)")
  var solution: String?

  @Option(
    help: ArgumentHelp("Version of Sales: 9.2, 9.1, 9.0, 8.2, or 8.2.0 for one before 8.2.1.207. (default: 9.2)", valueName: "version"))
  var salesVersion: String?

  @Flag(help: "Refuse versions of the Web API that nobody knows of, instead of answering them as the newest.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "Service protection of Sales: on, or NAME=VALUE,NAME=VALUE for what is different; see docs/limits.md. (default: none)",
      valueName: "limits"), transform: { try LimitSettings(text: $0) })
  var salesLimits: LimitSettings?

  @Option(
    help: ArgumentHelp(
      "Service protection of Supply Chain, at releases that have any: on, or NAME=VALUE,NAME=VALUE for what is different; see docs/limits.md. (default: none)",
      valueName: "limits"), transform: { try LimitSettings(text: $0, resources: true) })
  var supplyChainLimits: LimitSettings?

  @Option(help: ArgumentHelp("Name of the world that requests are for unless they name one.", valueName: "name"))
  var world = "default"

  @Option(
    help: ArgumentHelp("Keep worlds in this folder over restarts; without it they are gone when the server stops.", valueName: "folder"))
  var data: String?

  @Option(help: ArgumentHelp("The most worlds at a time.", valueName: "number"))
  var worldsMax = HostOptions().worldsMax

  @Option(help: ArgumentHelp("How many requests each world's log keeps; 0 for none.", valueName: "number"))
  var requestLog = HostOptions().logCapacity

  @Option(help: "Who may use the control plane below /_p2c: none, open (everybody who reaches the port) or token.")
  var control = Control.open

  enum Control: String, ExpressibleByArgument, CaseIterable { case none, open, token }

  /// The variable the control plane's token is read from: a word on the command line could be seen by everybody on the machine.
  static let tokenVariable = "P2C_CONTROL_TOKEN"

  func validate() throws {
    guard worldsMax > 0 else { throw ValidationError("--worlds-max is at least 1.") }
    guard (0...1_000_000).contains(requestLog) else { throw ValidationError("--request-log is a number from 0 to 1000000.") }
  }

  /// - Throws: `CommandFailure` when the folder cannot be used, or the token is missing.
  func options(isSecure: Bool, _ environment: CommandEnvironment) throws -> HostOptions {
    var options = HostOptions()
    options.isSecure = isSecure
    options.defaultWorld = world
    options.worldsMax = worldsMax
    options.logCapacity = requestLog
    if let source { options.baselines.append(source) }
    switch control {
    case .none: options.control = .none
    case .open: options.control = .open
    case .token:
      let token = Secret(environment.variables[Self.tokenVariable] ?? "")
      guard !token.isEmpty else {
        throw CommandFailure(
          .badCommandLine, "error: --control token reads the token from the variable \(Self.tokenVariable), which is not set")
      }
      options.control = .token(token)
    }
    if let data {
      do {
        options.data = try DataFolder(data)
      } catch {
        throw CommandFailure(.badCommandLine, "error: \(error)")
      }
    }
    return options
  }

  /// What a kept world must be, as far as the command line says.
  var demand: WorldDemand {
    WorldDemand(
      level: level, solution: solution, webAPI: salesVersion, seed: seed, baseline: baseline == nil ? nil : source?.name ?? "none")
  }

  var plan: WorldPlan {
    var plan = WorldPlan()
    if let level { plan.level = level }
    if let solution { plan.solution = solution == "none" ? nil : solution }
    if let salesVersion { plan.webAPI = salesVersion }
    plan.isStrict = strict
    plan.salesLimits = salesLimits
    plan.supplyChainLimits = supplyChainLimits
    if let seed { plan.seed = seed }
    plan.baseline = source?.name
    return plan
  }

  /// `nil` for bare systems.
  private var source: BaselineSource? {
    let folder = baseline ?? "Fixtures/usmf"
    if folder == "none" { return nil }
    return BaselineSource(name: URL(fileURLWithPath: folder).lastPathComponent, directory: folder, mappingFile: mapping)
  }
}
