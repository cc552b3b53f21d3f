import OData
import Twin

/// The columns of one address on an entity: `DeliveryAddress` + `City`, `CountryRegionId` and so on.
struct AddressBlock {
  let prefix: String
  // Named once, not for every row that is written.
  private let iso: String
  private let id: String
  private let city: String
  private let states: [String]
  private let zipCode: String
  private let street: String

  init(prefix: String) {
    self.prefix = prefix
    iso = "\(prefix)CountryRegionISOCode"
    id = "\(prefix)CountryRegionId"
    city = "\(prefix)City"
    states = ["\(prefix)StateId", "\(prefix)State"]
    zipCode = "\(prefix)ZipCode"
    street = "\(prefix)Street"
  }

  /// Country codes must be known: two letters in `…ISOCode`, three in `…CountryRegionId` (supply-chain-odata.md 3.2, the
  /// rule is inferred).
  func validate(_ record: Record, _ table: TableDefinition, _ errors: SupplyChainErrors) throws {
    if record.isGiven(iso), !record.isBlank(iso), CountryRegions.id(isoCode: record.text(iso)) == nil {
      throw errors.unknownForeignKey(table, column: iso, value: record.text(iso), relatedTable: "Countries/regions")
    }
    if record.isGiven(id), !record.isBlank(id), CountryRegions.isoCode(id: record.text(id)) == nil {
      throw errors.unknownForeignKey(table, column: id, value: record.text(id), relatedTable: "Countries/regions")
    }
  }

  /// Whichever of the two country columns the client sent fills the other.
  func complete(_ record: inout Record) {
    if record.isChanged(iso), record.isGiven(iso), !record.isGiven(id) {
      record[id] = .string(CountryRegions.id(isoCode: record.text(iso)) ?? "")
    } else if record.isChanged(id), record.isGiven(id), !record.isGiven(iso) {
      record[iso] = .string(CountryRegions.isoCode(id: record.text(id)) ?? "")
    }
  }

  /// The address as one text, line by line.
  func formatted(_ record: Record) -> String {
    func text(_ column: String) -> String { record.has(column) ? record.text(column) : "" }
    func add(_ part: String, to text: inout String, behind separator: String) {
      if part.isEmpty { return }
      if !text.isEmpty { text += separator }
      text += part
    }
    var place = text(city)
    add(states.first { record.has($0) }.map(text) ?? "", to: &place, behind: ", ")
    add(text(zipCode), to: &place, behind: ", ")
    var address = text(street)
    add(place, to: &address, behind: "\n")
    add(text(id), to: &address, behind: "\n")
    return address
  }

  /// Whether the client sent any part of it.
  func isGiven(_ record: Record, parts: [String]) -> Bool {
    parts.contains { record.has(prefix + $0) && record.isGiven(prefix + $0) && !record.isBlank(prefix + $0) }
  }
}
