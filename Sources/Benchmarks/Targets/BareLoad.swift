import EntityStore
import OData
import SQLite
import SyncEngine
import Twin

/// Moves accounts into customers as a script would that knows both databases and nothing else, doing only what cannot be left out: a page
/// of the source written as JSON, parsed, mapped to a body, that parsed, a row inserted, a row of the ledger, one commit a page. No
/// protocol, no business rules, no validation, no lookups, no second try. The yardstick of the engine.
final class BareLoad {
  private let source: Statement
  private let sourceNames: [JSONName]
  private let sourceTypes: [TableSchema.Column]
  private let destination: Database
  private let insert: BareInsert
  private let ledger: Database
  private let remember: Statement
  private let rows: Int

  private static let pageRows = 5_000

  /// What the accounts template moves, by names of both sides.
  private static let mapped = [
    ("creditlimit", "CreditLimit"), ("fax", "PrimaryContactFax"), ("numberofemployees", "OrganizationNumberOfEmployees"),
    ("accountnumber", "CustomerAccount"), ("address1_city", "AddressCity"), ("description", "SalesMemo"),
    ("emailaddress1", "PrimaryContactEmail"), ("address1_line1", "AddressStreet"), ("telephone1", "PrimaryContactPhone"),
    ("address1_postalcode", "AddressZipCode"), ("address1_stateorprovince", "AddressState"), ("websiteurl", "PrimaryContactURL"),
    ("name", "OrganizationName"), ("accountnumber", "PartyNumber"), ("name", "AddressDescription"),
    ("address2_line1", "DeliveryAddressStreet"), ("address2_city", "DeliveryAddressCity"),
    ("address2_postalcode", "DeliveryAddressZipCode"), ("address2_stateorprovince", "DeliveryAddressState"),
    ("name", "DeliveryAddressDescription"), ("address1_country", "AddressCountryRegionISOCode"),
    ("address2_country", "DeliveryAddressCountryRegionISOCode"),
  ]
  private static let constants = [
    ("dataAreaId", "usmf"), ("CustomerGroupId", "10"), ("SalesCurrencyCode", "USD"), ("PartyType", "Organization"),
    ("AddressLocationRoles", "Business"), ("SiteId", "1"), ("WarehouseId", "13"), ("LanguageId", "en-us"),
    ("IsExternallyMaintained", "Yes"),
  ]

  /// - Parameters:
  ///   - sales: read as it stands.
  ///   - supplyChain: an empty system whose database is written to past it.
  ///   - ledger: a new one.
  init(from sales: TwinService, to supplyChain: TwinService, ledger: Ledger, rows: Int) throws {
    let accounts = sales.product.model.schema("account")
    var names = ["accountid", "versionnumber"]
    for (name, _) in Self.mapped where !names.contains(name) { names.append(name) }
    sourceTypes = names.compactMap { name in accounts.columns.first { $0.name == name } }
    guard sourceTypes.count == names.count else { throw UnexpectedRun("the accounts of Sales miss a column of the bare load") }
    sourceNames = names.map { JSONName($0) }
    let list = names.map { $0 == accounts.versionColumn ? "\"#version\"" : "\"\($0)\"" }.joined(separator: ", ")
    source = try sales.product.store.database.prepare(
      "SELECT \(list) FROM \"account\" WHERE \"#version\" > ?1 ORDER BY \"#version\" LIMIT \(Self.pageRows)")
    destination = supplyChain.product.store.database
    insert = try BareInsert(destination, supplyChain.product.model.schema("CustomerV2"))
    for name in Self.mapped.map(\.1) + Self.constants.map(\.0) where insert.place(of: name) == nil {
      throw UnexpectedRun("the customers of Supply Chain have no column \(name)")
    }
    self.ledger = ledger.database
    remember = try ledger.database.prepare(
      """
      INSERT INTO rows (task, source_key, destination_key, source_version, hash_high, hash_low, outcome, is_at_destination, attempts,
        execution, reason, filled)
      VALUES (1, ?1, ?2, ?3, ?4, ?5, 1, 1, 0, 1, NULL, 1)
      """)
    self.rows = rows
  }

  /// - Throws: `UnexpectedRun` unless so many rows were moved.
  func run() throws {
    var watermark: Int64 = 0
    var moved = 0
    while true {
      let (page, last) = try page(above: watermark)
      guard let last else { break }
      watermark = last
      guard let values = try JSON(decoding: page)["value"]?.arrayValue else { break }
      try ledger.transaction {
        try destination.transaction {
          for value in values {
            guard let row = value.objectValue else { continue }
            try move(row)
            moved += 1
          }
        }
      }
    }
    guard moved == rows else { throw UnexpectedRun("the bare load has moved \(moved) of \(rows) rows") }
  }

  private func page(above watermark: Int64) throws -> (bytes: [UInt8], last: Int64?) {
    var writer = JSONWriter(reservingCapacity: Self.pageRows * 512)
    writer.beginObject()
    writer.name("value")
    writer.beginArray()
    try source.bind(watermark, at: 1)
    var last: Int64?
    while try source.step() {
      writer.beginObject()
      for (index, column) in sourceTypes.enumerated() { writer.write(value(index, column), named: sourceNames[index]) }
      writer.endObject()
      last = source.int(1)
    }
    source.reset()
    writer.endArray()
    writer.endObject()
    return (writer.bytes, last)
  }

  private func value(_ index: Int, _ column: TableSchema.Column) -> Value {
    if source.isNull(index) { return .null }
    return switch column.type {
    case .int32, .int64: .int(source.int(index))
    case .decimal: .decimal(ExactDecimal(mantissa: Int128(source.int(index)), scale: column.scale))
    case .guid:
      source.withBlob(index) { bytes in
        .guid(
          GUID(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))))
      }
    default: .string(source.text(index))
    }
  }

  private func move(_ row: JSONObject) throws {
    let body = body(row)
    let sent = try JSON(decoding: body)
    if let object = sent.objectValue { try insert.set(object) }
    try insert.run()
    let hash = fold(body)
    try remember.bind(row["accountid"]?.stringValue ?? "", at: 1)
    try remember.bind(row["accountnumber"]?.stringValue ?? "", at: 2)
    try remember.bind(row["versionnumber"]?.numberValue?.exactInt64 ?? 0, at: 3)
    try remember.bind(Int64(bitPattern: hash.0), at: 4)
    try remember.bind(Int64(bitPattern: hash.1), at: 5)
    try remember.run()
  }

  private func body(_ row: JSONObject) -> [UInt8] {
    var writer = JSONWriter(reservingCapacity: 1024)
    writer.beginObject()
    for (name, text) in Self.constants {
      writer.name(name)
      writer.write(text)
    }
    for (name, target) in Self.mapped {
      guard let value = row[name], !value.isNull else { continue }
      writer.name(target)
      writer.write(value)
    }
    writer.endObject()
    return writer.bytes
  }

  /// A hash of the content, as whoever wants to skip unchanged rows needs one.
  private func fold(_ bytes: [UInt8]) -> (UInt64, UInt64) {
    var (high, low): (UInt64, UInt64) = (0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F)
    bytes.withUnsafeBytes { buffer in
      for offset in stride(from: 0, to: buffer.count - 7, by: 8) {
        let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        high = (high ^ word) &* 0xA076_1D64_78BD_642F
        low = (low &+ word) &* 0xE703_7ED1_A0B4_28DB
      }
      for byte in buffer.suffix(buffer.count % 8) { high = (high ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    return (high, low)
  }
}
