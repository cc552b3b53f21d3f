public import ArgumentParser
public import SyncEngine

/// How a run of the engine finds out what has changed; docs/reading.md.
public struct ChangeOptions: ParsableArguments {
  @Option(help: "How changes in Sales are found: row-versions or delta-links.")
  var salesChanges = ChangeReading.Sales.rowVersions

  @Option(help: "How changes in Supply Chain are found: contents or packages.")
  var supplyChainChanges = ChangeReading.SupplyChain.contents

  public init() {}

  public var reading: ChangeReading { ChangeReading(sales: salesChanges, supplyChain: supplyChainChanges) }
}

extension ChangeReading.Sales: ExpressibleByArgument {}
extension ChangeReading.SupplyChain: ExpressibleByArgument {}
