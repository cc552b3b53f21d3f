/// How a run finds out what has changed at its source. What is chosen here changes how fast a run is and what it needs of the systems, not
/// what it moves; `docs/reading.md` compares the ways.
public struct ChangeReading: Hashable, Sendable {
  /// Of Dataverse.
  public enum Sales: String, Sendable, CaseIterable {
    /// Rows whose version lies above the highest that was read.
    case rowVersions = "row-versions"
    /// Delta links of change tracking tell which rows changed; those are read by key. Where a service keeps no track, row versions.
    case deltaLinks = "delta-links"
  }

  /// Of finance and operations.
  public enum SupplyChain: String, Sendable, CaseIterable {
    /// Everything is read, and what has not changed is told by its content.
    case contents
    /// Change-tracked data packages tell which rows changed; those are read by key. Where packages cannot tell, contents.
    case packages
  }

  public var sales = Sales.rowVersions
  public var supplyChain = SupplyChain.contents

  public init(sales: Sales = .rowVersions, supplyChain: SupplyChain = .contents) {
    self.sales = sales
    self.supplyChain = supplyChain
  }
}
