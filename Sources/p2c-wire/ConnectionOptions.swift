import ArgumentParser
import Commands
import SyncEngine

/// Where the two systems are that a command works between.
struct ConnectionOptions: ParsableArguments {
  private static let usualSales = "http://127.0.0.1:8080/api/data/v9.2"
  private static let usualSupplyChain = "http://127.0.0.1:8080/data"
  private static let usualLegalEntity = "usmf"

  @Option(help: ArgumentHelp("Where Sales is.", valueName: "url"))
  var sales = Self.usualSales

  @Option(help: ArgumentHelp("Where Supply Chain is.", valueName: "url"))
  var supplyChain = Self.usualSupplyChain

  @Option(help: ArgumentHelp("Trust servers whose certificates are signed by one in this file.", valueName: "pem file"))
  var trust: String?

  @Option(help: "The company on the Supply Chain side.")
  var legalEntity = Self.usualLegalEntity

  /// Whether anything was said here.
  var isUsed: Bool {
    sales != Self.usualSales || supplyChain != Self.usualSupplyChain || trust != nil || legalEntity != Self.usualLegalEntity
  }

  /// - Throws: `CommandFailure` for an address that is none.
  func connectionSet(_ signIn: SignInOptions, _ environment: CommandEnvironment) throws -> ConnectionSet {
    ConnectionSet(
      name: "command line", sales: try endpoint("sales", .dataverse, sales, signIn, environment),
      supplyChain: try endpoint("supply-chain", .financeAndOperations, supplyChain, signIn, environment), legalEntity: legalEntity)
  }

  private func endpoint(
    _ name: String, _ dialect: Endpoint.Dialect, _ url: String, _ signIn: SignInOptions, _ environment: CommandEnvironment
  ) throws -> Endpoint {
    guard let scheme = url.firstRange(of: "://"), let slash = url[scheme.upperBound...].firstIndex(of: "/"),
      let network = environment.network
    else {
      throw CommandFailure(.badCommandLine, "error: '\(url)' is no address of a service; write for example http://127.0.0.1:8080/data")
    }
    let origin = String(url[..<slash])
    return Endpoint(
      name: name, dialect: dialect, servicePath: String(url[slash...]),
      transport: try signIn.transport(to: origin, open: { try network.transport($0, trust) }, now: network.now, environment),
      storage: AddressedTransport { try network.transport($0, trust) })
  }
}
