import Ambient
import DataPackages
import OData
import Scenarios
import SupplyChainTwin
import Twin

/// How fast data packages go into Supply Chain and come out: the way the product itself moves data in bulk.
public struct PackageWorkload {
  /// Customers in a package.
  public var rows: Int
  /// Customers that change between two exports.
  private var changed: Int { min(rows, 1_000) }

  public init(rows: Int = 100_000) { self.rows = rows }

  /// The columns that the accounts template writes, and an address.
  private static let columns = [
    "CUSTOMERACCOUNT", "PARTYNUMBER", "PARTYTYPE", "ORGANIZATIONNAME", "NAMEALIAS", "CUSTOMERGROUPID", "SALESCURRENCYCODE", "LANGUAGEID",
    "SITEID", "WAREHOUSEID", "ISEXTERNALLYMAINTAINED", "ADDRESSDESCRIPTION", "ADDRESSSTREET", "ADDRESSCITY", "ADDRESSZIPCODE",
    "ADDRESSCOUNTRYREGIONID", "PRIMARYCONTACTEMAIL", "PRIMARYCONTACTPHONE", "CREDITLIMIT",
  ]

  /// - Throws: what the twin refuses.
  public func build(progress: (String) -> Void = { _ in }) throws -> Workload {
    let template = try Self.package(rows, generation: 0)
    progress("packages: importing \(rows) customers")
    let full = try PackageTwin()
    try full.importPackage(template)
    try full.addProject("Template", columns: Self.columns)
    try full.addProject("Everything", columns: [])
    try full.addProject("Changes", columns: Self.columns, tracked: true)
    _ = try full.export("Changes")
    progress("packages: exporting them with all columns")
    let everything = try full.export("Everything")
    var generation = 1
    return Workload(
      name: "packages", title: "Data packages, \(rows) customers",
      notes: [
        "ImportFromPackage and ExportToPackage at the Supply Chain twin, on one thread: unpacking, staging, every rule of the entity, one "
          + "savepoint a row; reading, writing and packing. Imports begin with an empty company.",
        "Template: the \(Self.columns.count) columns that a customer from Sales has. All columns: everything the entity shows.",
        "Changes: \(changed) of the customers were updated since the last export of the project.",
      ],
      figures: [
        .init("package.template", Double(template.count), "bytes"), .init("package.all-columns", Double(everything.count), "bytes"),
      ],
      cases: [
        importing("packages.import.template", template), importing("packages.import.all-columns", everything),
        exporting("packages.export.template", "Template", full), exporting("packages.export.all-columns", "Everything", full),
        BenchmarkCase("packages.export.changes", unit: "row") {
          try full.importPackage(try Self.package(changed, generation: generation))
          generation += 1
          return {
            let package = try DataPackage(zip: full.export("Changes"))
            return try Self.checked(package, rows: changed)
          }
        },
      ])
  }

  private func importing(_ name: String, _ package: [UInt8]) -> BenchmarkCase {
    BenchmarkCase(name, unit: "row") {
      let twin = try PackageTwin()
      return {
        try twin.importPackage(package)
        guard try twin.customers() == rows else { throw WrongRowCount(read: name, expected: rows, found: try twin.customers()) }
        return rows
      }
    }
  }

  private func exporting(_ name: String, _ project: String, _ twin: PackageTwin) -> BenchmarkCase {
    BenchmarkCase(name, unit: "row") {
      {
        let bytes = try twin.export(project)
        guard bytes.count > rows else { throw WrongRowCount(read: name, expected: rows, found: 0) }
        return rows
      }
    }
  }

  private static func checked(_ package: DataPackage, rows expected: Int) throws -> Int {
    var file = try package.rows(of: package.manifest.entities[0])
    var found = 0
    while try file.next() { found += 1 }
    guard found == expected else { throw WrongRowCount(read: "packages.export.changes", expected: expected, found: found) }
    return found
  }

  private static func package(_ rows: Int, generation: Int) throws -> [UInt8] {
    var writer = DataFileWriter(.csv, columns: columns, element: "CustCustomerV2Entity")
    for number in 1...max(rows, 1) {
      let account = "ACC-\(String(100_000 + number))-B"
      for text in [
        account, account, "Organization", "Contoso Retail \(number), Inc.", "Contoso \(number)", "10", "USD", "en-us", "1", "13", "Yes",
        "Main", "\(number) Main Street", "Redmond", "98052", "USA", "office@contoso\(number).example", "425-555-\(number)",
        "\(number).\(10 + generation % 90)",
      ] { writer.write(text) }
    }
    let item = PackageManifest.Entity(entityName: "Customers V2", inputFilePath: "Customers V2.csv", map: columns.map { .init($0) })
    return try DataPackage(
      manifest: PackageManifest(definitionGroupName: "Customers", entities: [item]), files: [(item.inputFilePath, writer.finish())]
    ).zip(at: WorldConfiguration.defaultStart)
  }
}

/// A company, and the package API as a client uses it.
private final class PackageTwin {
  private let clock = VirtualClock(start: WorldConfiguration.defaultStart)
  private let service: TwinService

  init() throws {
    let ambient = Ambient(clock: clock, seed: 1)
    service = TwinService(product: try SupplyChainTwin(ambient: ambient), ambient: ambient)
    try post("OperationalSites", ["SiteId": "1", "SiteName": "Site"])
    try post("Warehouses", ["WarehouseId": "13", "WarehouseName": "Main", "OperationalSiteId": "1"])
    try post("CustomerGroups", ["CustomerGroupId": "10", "Description": "Wholesale"])
  }

  func addProject(_ name: String, columns: [String], tracked: Bool = false) throws {
    try post("DataManagementDefinitionGroups", ["Name": .string(name), "OperationType": "Export"])
    try post(
      "DataManagementDefinitionGroupDetails",
      [
        "DefinitionGroupId": .string(name), "EntityName": "Customers V2", "FieldMapping": .string(columns.joined(separator: ";")),
        "DefaultRefreshType": tracked ? "IncrementalPush" : "FullPush",
      ])
    if tracked { try post("EntityChangeTrackings", ["EntityName": "Customers V2", "Mode": "EntireEntity"]) }
  }

  func importPackage(_ bytes: [UInt8]) throws {
    let answer = try JSON(decoding: Array(try action("GetAzureWriteUrl", ["uniqueFileName": "package.zip"]).utf8))
    let url = answer["BlobUrl"]?.stringValue ?? ""
    _ = try send(HTTPRequest(.put, Self.target(url), headers: ["x-ms-blob-type": "BlockBlob"], body: bytes))
    let id = try action(
      "ImportFromPackage",
      [
        "packageUrl": .string(url), "definitionGroupId": "Customers", "executionId": "", "execute": true, "overwrite": true,
        "legalEntityId": "usmf",
      ])
    clock.advance(milliseconds: 3_600_000)
    let status = try action("GetExecutionSummaryStatus", ["executionId": .string(id)])
    guard status == "Succeeded" else {
      let errors = try action("GetExecutionErrors", ["executionId": .string(id)])
      throw PackageRunFailed(description: "the import ended as \(status): \(errors.prefix(500))")
    }
  }

  func export(_ project: String) throws -> [UInt8] {
    let id = try action(
      "ExportToPackage",
      ["definitionGroupId": .string(project), "packageName": "package", "executionId": "", "reExecute": false, "legalEntityId": "usmf"])
    clock.advance(milliseconds: 3_600_000)
    return try send(HTTPRequest(.get, Self.target(try action("GetExportedPackageUrl", ["executionId": .string(id)])))).body
  }

  func customers() throws -> Int {
    Int(try send(HTTPRequest(.get, "/data/CustomersV2/$count")).text.filter(\.isNumber)) ?? 0
  }

  private func post(_ set: String, _ body: JSON) throws { _ = try send(HTTPRequest(.post, "/data/\(set)", body: body.encoded())) }

  private func action(_ name: String, _ parameters: JSON) throws -> String {
    let target = "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.\(name)"
    return try JSON(decoding: send(HTTPRequest(.post, target, body: parameters.encoded())).body)["value"]?.stringValue ?? ""
  }

  private func send(_ request: HTTPRequest) throws -> HTTPResponse {
    let response = service.handle(request)
    guard response.status < 300 else {
      throw PackageRunFailed(description: "\(request.target) was answered with \(response.status): \(response.text.prefix(500))")
    }
    return response
  }

  private static func target(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://"), let slash = url[scheme.upperBound...].firstIndex(of: "/") else { return url }
    return String(url[slash...])
  }
}

/// The twin did something else than was to be measured.
struct PackageRunFailed: Error, CustomStringConvertible {
  let description: String
}
