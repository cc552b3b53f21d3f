public import ArgumentParser
import OData
import Scenarios
import StrictYAML

/// `p2c contract`.
public struct ContractCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "contract", abstract: "Check what the twins, or the systems at an address, do on the wire.",
    discussion: """
      Without --against the twins are checked in this process. With it the requests go to that address (this needs p2c-wire).
      An address without a path stands for both systems, Sales below /api/data/v9.2 and Supply Chain below /data; one with a path
      is the service root of one of them, and only its contracts are checked. Contracts create rows and leave them there, and
      they expect the rows of Fixtures/usmf: use a system that is there for tests.

      EXAMPLES
        p2c contract
        p2c contract Fixtures/contracts/sales/errors
        p2c contract --against http://127.0.0.1:8080
        TOKEN=… p2c contract --against https://org.crm.dynamics.com/api/data/v9.2 --token-variable TOKEN
        SECRET=… p2c contract --against https://org.crm.dynamics.com/api/data/v9.2 \\
          --tenant contoso.onmicrosoft.com --client-id 11111111-… --client-secret-variable SECRET
      """)

  @Argument(help: ArgumentHelp("Contract files, or folders of them (default: Fixtures/contracts).", valueName: "path"))
  public var paths: [String] = []

  @Option(help: ArgumentHelp("Check the systems at this address instead of the twins of this process.", valueName: "url"))
  public var against: String?

  @OptionGroup(title: "Signing in at --against")
  public var signIn: SignInOptions

  @Option(help: ArgumentHelp("Trust the server whose certificate is signed by one in this file.", valueName: "pem file"))
  public var trust: String?

  public init() {}

  public func validate() throws {
    if against == nil, signIn.isUsed { throw ValidationError("--token-variable and --client-id go with --against.") }
    if trust != nil, against == nil { throw ValidationError("--trust goes with --against.") }
  }

  /// The folder that is meant when no path is given.
  static let defaultFolder = "Fixtures/contracts"

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let endpoints: any ContractEndpoints
    var uniquePrefix = "C"
    var replayWords: [String] = []
    if let against {
      guard let network = environment.network else { throw WireProgram.replaceProcess(environment) }
      endpoints = try remote(against, network, environment)
      // Seconds in base 36: another word for every call.
      uniquePrefix = String(String(network.now().milliseconds / 1000, radix: 36, uppercase: true).suffix(6))
      replayWords += ["--against", against]
      replayWords += signIn.words
      if let trust { replayWords += ["--trust", trust] }
    } else {
      endpoints = WorldEndpoints(factory: TwinWorldFactory())
    }
    let contracts = try read(environment)
    guard !contracts.isEmpty else { return .malformedFile }
    let start = environment.stopwatch()
    let reporter = ContractReporter(style: environment.style, write: environment.output)
    let runner = ContractRunner(
      endpoints: endpoints, uniquePrefix: uniquePrefix, replayWords: replayWords, stopwatch: environment.stopwatch, reporter: reporter)
    let results: [ContractResult]
    do {
      results = try await runner.run(contracts)
    } catch let error as MalformedFile {
      environment.errors("\(error)\n")
      return .malformedFile
    }
    reporter.summarize(results, nanoseconds: environment.stopwatch() - start)
    if results.contains(where: \.isBroken) { return .internalError }
    return results.contains(where: \.isFailed) ? .failed : .passed
  }

  /// The contracts the paths name; none when a file is malformed, which has then been told.
  private func read(_ environment: CommandEnvironment) throws -> [Contract] {
    let files: [String]
    do {
      files = try ScenarioDiscovery.files(paths.isEmpty ? [Self.defaultFolder] : paths)
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(error)")
    }
    var contracts: [Contract] = []
    var malformed = 0
    for file in files {
      do {
        contracts.append(try Contract(SourceFile(reading: file)))
      } catch {
        malformed += 1
        environment.errors("\(error)\n")
      }
    }
    guard malformed == 0 else {
      environment.errors("\(malformed) of \(files.count) files are malformed; nothing was checked\n")
      return []
    }
    return contracts
  }

  private func remote(_ url: String, _ network: NetworkAccess, _ environment: CommandEnvironment) throws -> RemoteEndpoints {
    guard let scheme = url.firstRange(of: "://"), ["http", "https"].contains(url[..<scheme.lowerBound].lowercased()),
      scheme.upperBound < url.endIndex
    else { throw CommandFailure(.badCommandLine, "error: '\(url)' is no address; write for example http://127.0.0.1:8080") }
    let slash = url[scheme.upperBound...].firstIndex(of: "/") ?? url.endIndex
    var path = String(url[slash...])
    while path.hasSuffix("/") { path.removeLast() }
    let origin = String(url[..<slash])
    let transport = try signIn.transport(to: origin, open: { try network.transport($0, trust) }, now: network.now, environment)
    let isSignedIn = signIn.isUsed
    func endpoint(_ path: String) -> ContractEndpoint { ContractEndpoint(transport: transport, servicePath: path) }
    if path.isEmpty { return RemoteEndpoints(sales: endpoint("/api/data/v9.2"), supplyChain: endpoint("/data"), isSignedIn: isSignedIn) }
    return path.contains("/api/data/")
      ? RemoteEndpoints(sales: endpoint(path), supplyChain: nil, isSignedIn: isSignedIn)
      : RemoteEndpoints(sales: nil, supplyChain: endpoint(path), isSignedIn: isSignedIn)
  }
}
