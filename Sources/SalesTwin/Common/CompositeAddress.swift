import OData

/// The read-only columns that hold an address as one text (`address1_composite`, `shipto_composite`).
enum CompositeAddress {
  private static let prefixes = ["address1", "address2", "billto", "shipto"]
  private static let parts = ["line1", "line2", "line3", "city", "stateorprovince", "postalcode", "country"]

  /// The composite columns of the addresses that some of the columns are a part of.
  static func columns(withParts columns: [String]) -> [String] {
    prefixes.filter { prefix in parts.contains { columns.contains("\(prefix)_\($0)") } }.map { "\($0)_composite" }
  }

  static func refresh(_ record: inout Record) {
    for prefix in prefixes where record.hasColumn("\(prefix)_composite") {
      guard parts.contains(where: { record.sends("\(prefix)_\($0)") }) else { continue }
      let lines = ["line1", "line2", "line3"].compactMap { record.text("\(prefix)_\($0)") }
      // "Redmond, WA 98052": the layout of the product's default format [inferred].
      let place = [record.text("\(prefix)_stateorprovince"), record.text("\(prefix)_postalcode")].compactMap { $0 }.joined(separator: " ")
      let city = [record.text("\(prefix)_city"), place.isEmpty ? nil : place].compactMap { $0 }.joined(separator: ", ")
      let text = (lines + [city, record.text("\(prefix)_country") ?? ""]).filter { !$0.isEmpty }.joined(separator: "\r\n")
      record["\(prefix)_composite"] = text.isEmpty ? .null : .string(text)
    }
  }
}
