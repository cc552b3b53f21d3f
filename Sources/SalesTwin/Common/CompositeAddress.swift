import OData

/// The read-only columns that hold an address as one text (`address1_composite`, `shipto_composite`).
enum CompositeAddress {
  /// The columns of one address. Named once, not for every row that is written.
  private struct Block {
    let lines: [String]
    let city: String
    let state: String
    let postalCode: String
    let country: String
    let composite: String
    var parts: [String] { lines + [city, state, postalCode, country] }

    init(_ prefix: String) {
      lines = ["line1", "line2", "line3"].map { "\(prefix)_\($0)" }
      city = "\(prefix)_city"
      state = "\(prefix)_stateorprovince"
      postalCode = "\(prefix)_postalcode"
      country = "\(prefix)_country"
      composite = "\(prefix)_composite"
    }
  }

  private static let blocks = ["address1", "address2", "billto", "shipto"].map(Block.init)

  /// The composite columns of the addresses that some of the columns are a part of.
  static func columns(withParts columns: [String]) -> [String] {
    blocks.filter { $0.parts.contains(where: columns.contains) }.map(\.composite)
  }

  static func refresh(_ record: inout Record) {
    for block in blocks where record.hasColumn(block.composite) {
      guard block.parts.contains(where: { record.sends($0) }) else { continue }
      let lines = block.lines.compactMap { record.text($0) }
      // "Redmond, WA 98052": the layout of the product's default format [inferred].
      let place = [record.text(block.state), record.text(block.postalCode)].compactMap { $0 }.joined(separator: " ")
      let city = [record.text(block.city), place.isEmpty ? nil : place].compactMap { $0 }.joined(separator: ", ")
      let text = (lines + [city, record.text(block.country) ?? ""]).filter { !$0.isEmpty }.joined(separator: "\r\n")
      record[block.composite] = text.isEmpty ? .null : .string(text)
    }
  }
}
