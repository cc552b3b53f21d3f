import Ambient
import EntityStore
import OData
import Scenarios
import Twin

/// Two twins with customers in them, and the way to each.
final class BenchmarkTwins {
  let sales: any OpenLoadDriver
  let supplyChain: any OpenLoadDriver
  /// Keys of the customers, in no order: the same ones in every run.
  let accountIDs: [GUID]
  let rows: Int
  private let close: () async -> Void
  private var created = 0

  /// - Parameter connector: the way over the network; `nil` for calls in this process.
  init(rows: Int, connector: (any BenchmarkConnector)?) async throws {
    self.rows = rows
    let twins = try TwinWorldFactory().twins(WorldConfiguration())
    let (sales, supplyChain) = (twins.sales.service, twins.supplyChain.service)
    try Self.fill(sales, "accounts", (0..<rows).map { Self.account($0) })
    try Self.fill(supplyChain, "CustomerGroups", [["dataAreaId": "usmf", "CustomerGroupId": "10", "Description": "Wholesale"]])
    try Self.fill(supplyChain, "CustomersV2", (0..<rows).map { Self.customer($0) })
    accountIDs = try Self.identifiers(of: sales)
    if let connector {
      let connection = try await connector.connect(twins)
      self.sales = connection.sales
      self.supplyChain = connection.supplyChain
      close = connection.close
    } else {
      self.sales = DirectDriver(sales)
      self.supplyChain = DirectDriver(supplyChain)
      close = {}
    }
  }

  func end() async { await close() }

  /// A number no row has yet.
  func newNumber() -> Int {
    created += 1
    return rows + created
  }

  // MARK: Rows

  static func account(_ number: Int) -> JSONObject {
    [
      "name": .string(name(number)), "accountnumber": .string(accountNumber(number)), "telephone1": "+1 425 555 0100",
      "emailaddress1": .string("office\(number)@example.com"), "address1_line1": .string("\(number) Main Street"),
      "address1_city": "Redmond", "address1_stateorprovince": "WA", "address1_postalcode": "98052", "address1_country": "USA",
      "creditlimit": 25000, "customertypecode": 3,
    ]
  }

  static func customer(_ number: Int) -> JSONObject {
    [
      "dataAreaId": "usmf", "CustomerAccount": .string(accountNumber(number)), "OrganizationName": .string(name(number)),
      "CustomerGroupId": "10", "AddressStreet": .string("\(number) Main Street"), "AddressCity": "Redmond", "AddressState": "WA",
      "AddressZipCode": "98052", "AddressCountryRegionId": "USA", "CreditLimit": 25000,
    ]
  }

  static func name(_ number: Int) -> String { "Customer \(padded(number))" }
  static func accountNumber(_ number: Int) -> String { "B\(padded(number))" }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  static func fill(_ service: TwinService, _ set: String, _ payloads: [JSONObject]) throws {
    for refusal in try service.importRows(into: set, payloads) {
      if let refusal { throw refusal }
    }
  }

  /// The keys of all accounts, in no order: the same one in every run.
  static func identifiers(of sales: TwinService) throws -> [GUID] {
    var identifiers: [GUID] = []
    try sales.product.store.forEach(StoreQuery(sales.product.model.schema("account"))) { row in
      if let id = row["accountid"].guidValue { identifiers.append(id) }
      return true
    }
    var generator = SeededGenerator(seed: 1)
    identifiers.shuffle(using: &generator)
    return identifiers
  }
}
