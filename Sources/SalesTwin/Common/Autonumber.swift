import Ambient
import EntityStore
import OData
import Twin

/// Numbers such as `ACC-01000-BVRCPS`: a prefix, a rising number of five digits from 1000 on, six random characters.
///
/// The format is the platform's `{SEQNUM:5}-{RANDSTRING:6}` with seed 1000 [sourced: D:create-auto-number-attributes]; its use
/// by the solution for accounts and contacts is [inferred] from the published example. The counter lives in the store, so
/// that a snapshot brings it back.
enum Autonumber {
  static func next(_ prefix: String, _ work: Work) throws -> String {
    let table = work.twin.model.schema("numbersequence")
    let number: Int64
    if let row = try work.store.row(table, key: [.string(prefix)]) {
      number = row["next"].intValue ?? 1000
      guard let column = table.index(of: "next") else { preconditionFailure("numbersequence has no column next") }
      _ = try work.store.update(row, [(column, .int(number + 1))])
    } else {
      number = 1000
      var record = work.newRecord("numbersequence")
      record["name"] = .string(prefix)
      record["next"] = .int(number + 1)
      _ = try work.insert(&record)
    }
    return "\(prefix)-\(padded(number))-\(suffix(work))"
  }

  private static func padded(_ number: Int64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

  private static func suffix(_ work: Work) -> String {
    String((0..<6).map { _ in alphabet[work.session.ambient.identifiers.next(below: alphabet.count)] })
  }
}
