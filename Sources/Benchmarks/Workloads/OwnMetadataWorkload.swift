import Ambient
import OData
import SalesTwin
import Scenarios
import Twin

/// What a user's own metadata costs: reading a large one, starting a twin with it, and requests beside those of a twin without.
public struct OwnMetadataWorkload {
  /// Tables in the metadata, of 60 columns each, with lookups among them: 3,000 make some 15 MB.
  public var tables = 3_000

  public init() {}

  static let columns = 60

  /// - Throws: what the twins refuse.
  public func build() throws -> Workload {
    let csdl = document()
    let metadata = try OwnMetadata(csdl: csdl)
    let configuration = SalesConfiguration()
    let plain = try Twin(model: SalesTwin.model(for: configuration), rows: 1_000)
    let (model, report) = try SalesTwin.model(for: configuration, adding: metadata)
    let extended = try Twin(model: model, rows: 1_000)
    return Workload(
      name: "own-metadata", title: "Own metadata, \(report.tables) tables beside the built-in ones",
      notes: [
        "read: CSDL to a model of the protocol. model: the twin's model of it. start: a new twin with an empty store. The factor of "
          + "'with' is that of the same request at a twin without own metadata."
      ],
      figures: [.init("document", Double(csdl.count), "bytes"), .init("columns", Double(report.columns), "columns")],
      cases: [
        once("read") { _ = try OwnMetadata(csdl: csdl) },
        once("model") { _ = try SalesTwin.model(for: configuration, adding: metadata) },
        once("start") { _ = try Twin(model: model, rows: 0) },
        requests("read-by-key.without", nil, plain, 200) { HTTPRequest(.get, "\(Twin.root)/accounts(\($0.key()))") },
        requests("read-by-key.with", "read-by-key.without", extended, 200) { HTTPRequest(.get, "\(Twin.root)/accounts(\($0.key()))") },
        requests("create.without", nil, plain, 204) { $0.create("accounts", BenchmarkTwins.account($0.newNumber())) },
        requests("create.with", "create.without", extended, 204) { $0.create("accounts", BenchmarkTwins.account($0.newNumber())) },
        requests("create.in-own-table", nil, extended, 204) {
          $0.create("own_table7s", ["own_name": .string("Row \($0.newNumber())"), "own_number1": 5, "own_text2": "some text"])
        },
        requests("filter.own-table", nil, extended, 200) {
          HTTPRequest(.get, "\(Twin.root)/own_table7s?$top=50&$orderby=own_name&$filter=own_number1%20eq%20\($0.draw(9))")
        },
      ])
  }

  // MARK: Cases

  private func once(_ name: String, _ work: @escaping () throws -> Void) -> BenchmarkCase {
    BenchmarkCase(name, unit: "time") {
      {
        try work()
        return 1
      }
    }
  }

  private func requests(
    _ name: String, _ baseline: String?, _ twin: Twin, _ status: Int, _ make: @escaping (Twin) -> HTTPRequest
  ) -> BenchmarkCase {
    BenchmarkCase(name, unit: "request", comparedWith: baseline) {
      let requests = (0..<300).map { _ in make(twin) }
      return {
        try await DirectDriver(twin.service).send(requests, expecting: status)
        return requests.count
      }
    }
  }

  /// A Sales twin with some accounts.
  private final class Twin {
    static let root = "/api/data/v9.2"
    let service: TwinService
    private let keys: [GUID]
    private var random = SeededGenerator(seed: 6)
    private var created = 0

    init(model: ServiceModel, rows: Int) throws {
      let ambient = Ambient(clock: VirtualClock(start: WorldConfiguration.defaultStart), seed: 1)
      service = TwinService(product: try SalesTwin(ambient: ambient, model: model), ambient: ambient)
      try BenchmarkTwins.fill(service, "accounts", (0..<rows).map { BenchmarkTwins.account($0) })
      keys = rows == 0 ? [] : try BenchmarkTwins.identifiers(of: service)
      created = rows
    }

    func draw(_ bound: Int) -> Int { random.next(below: bound) }
    func key() -> GUID { keys[draw(keys.count)] }

    func newNumber() -> Int {
      created += 1
      return created
    }

    func create(_ set: String, _ object: JSONObject) -> HTTPRequest {
      HTTPRequest(.post, "\(Self.root)/\(set)", headers: ["Content-Type": "application/json"], body: JSON.object(object).encoded())
    }
  }

  // MARK: The document

  /// CSDL in the shape of a Dataverse export.
  private func document() -> [UInt8] {
    var text = """
      <?xml version="1.0" encoding="utf-8"?>
      <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
      <Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="crmbaseentity" Abstract="true" />

      """
    let types = [
      "Edm.Int32\"", "Edm.String\" MaxLength=\"100\" Unicode=\"false\"", "Edm.Decimal\" Scale=\"Variable\"", "Edm.Boolean\"",
      "Edm.DateTimeOffset\"",
    ]
    let kinds = ["number", "text", "amount", "flag", "moment"]
    for table in 0..<tables {
      text +=
        "<EntityType Name=\"own_table\(table)\" BaseType=\"mscrm.crmbaseentity\"><Key><PropertyRef Name=\"own_table\(table)id\" /></Key>\n"
      text += "  <Property Name=\"own_table\(table)id\" Type=\"Edm.Guid\" />\n"
      text += "  <Property Name=\"own_name\" Type=\"Edm.String\" MaxLength=\"100\" Unicode=\"false\" />\n"
      text += "  <Property Name=\"createdon\" Type=\"Edm.DateTimeOffset\" />\n  <Property Name=\"versionnumber\" Type=\"Edm.Int64\" />\n"
      for column in 1...Self.columns {
        text += "  <Property Name=\"own_\(kinds[(column - 1) % 5])\(column)\" Type=\"\(types[(column - 1) % 5]) />\n"
      }
      for target in [(table + 1) % tables, (table + 7) % tables] where target != table {
        text += "  <Property Name=\"_own_to\(target)_value\" Type=\"Edm.Guid\" />\n"
        text += "  <NavigationProperty Name=\"own_To\(target)\" Type=\"mscrm.own_table\(target)\" Nullable=\"false\" "
        text += "Partner=\"own_from\(table)_to\(target)\">\n    <ReferentialConstraint Property=\"_own_to\(target)_value\" "
        text += "ReferencedProperty=\"own_table\(target)id\" />\n  </NavigationProperty>\n"
      }
      text += "</EntityType>\n"
    }
    text += "<EntityContainer Name=\"System\">\n"
    for table in 0..<tables {
      text += "<EntitySet Name=\"own_table\(table)s\" EntityType=\"Microsoft.Dynamics.CRM.own_table\(table)\" />\n"
    }
    return Array((text + "</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>\n").utf8)
  }
}
