/// Why the Prospect to cash solution cannot be installed or upgraded on a system as it is.
public enum SolutionRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// Sales is older than 8.2.1.207, the least the solution runs on [sourced: P2C:prospect-to-cash].
  case salesTooOld(version: String)
  /// The version that is there is newer. The platform takes no step back [inferred].
  case lowerVersion(installed: String, wanted: String)
  /// Rows share a value of a column that is to become a key: the number of an account, for one, which is not supported
  /// [sourced: P2C:accounts…, R-ACC-4].
  case duplicates(table: String, columns: [String], values: [String])

  public var description: String {
    switch self {
    case .salesTooOld(let version):
      "the Prospect to cash solution needs Sales 8.2.1.207 or later, and this is \(version): upgrade Sales first"
    case .lowerVersion(let installed, let wanted):
      "version \(installed) of the Prospect to cash solution is installed, which is newer than \(wanted): remove it first, with its data"
    case .duplicates(let table, let columns, let values):
      "\(table) rows share \(columns.joined(separator: ", ")), which the Prospect to cash solution makes a key: "
        + "\(values.joined(separator: "; ")). Give each row a value of its own, then install again"
    }
  }
}
