import OData

/// `PackageHeader.xml`: what kind of package this is.
public struct PackageHeader: Hashable, Sendable {
  public var description: String
  /// `DefinitionGroup` for the packages of data projects.
  public var packageType: String
  public var packageVersion: String

  public init(description: String, packageType: String = "DefinitionGroup", packageVersion: String = "2") {
    self.description = description
    self.packageType = packageType
    self.packageVersion = packageVersion
  }

  public static let fileName = "PackageHeader.xml"

  /// - Throws: `PackageError.malformed`.
  public init(xml bytes: [UInt8]) throws(PackageError) {
    let root = try XMLElement(reading: bytes, file: Self.fileName)
    guard root.name == "DataManagementPackageHeader" else {
      throw .malformed(file: Self.fileName, reason: "the root element is \(root.name), not DataManagementPackageHeader")
    }
    self.init(description: root["Description"], packageType: root["PackageType"], packageVersion: root["PackageVersion"])
  }

  public var xml: [UInt8] {
    var writer = XMLWriter()
    writer.open("DataManagementPackageHeader", namespace: PackageManifest.namespace)
    writer.element("Description", description)
    writer.element(
      "ManifestType", "Microsoft.Dynamics.AX.Framework.Tools.DataManagement.Serialization.DataManagementPackageManifest")
    writer.element("PackageType", packageType)
    writer.element("PackageVersion", packageVersion)
    writer.close("DataManagementPackageHeader")
    return writer.bytes
  }
}
