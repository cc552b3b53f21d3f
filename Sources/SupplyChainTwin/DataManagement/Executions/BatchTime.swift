import OData
import Twin

/// How long a batch takes on the clock of the world. The figures are ours (proposed); that an export through staging degrades to row by
/// row, and that an import may be split into tasks, is sourced (S18).
struct BatchTime {
  let configuration: SupplyChainConfiguration

  /// - Parameters:
  ///   - rows: of all entities.
  ///   - slowdown: how many times longer a row takes than it could.
  func milliseconds(rows: Int, slowdown: Double = 1) -> Int64 {
    let each = Double(rows) * slowdown / Double(max(configuration.batchRowsPerSecond, 1))
    return Int64(configuration.batchStartSeconds) * 1000 + Int64((each * 1000).rounded())
  }

  /// An export that does not skip staging.
  static let stagingSlowdown = 10.0
}
