public import OData

/// A data package of finance and operations: a ZIP archive of a manifest, a header, and a data file for each entity.
///
/// ```swift
/// let package = try DataPackage(zip: bytes)
/// for entity in package.manifest.entities {
///   var rows = try package.rows(of: entity)
///   while try rows.next() { print(rows.text(0)) }
/// }
/// ```
public struct DataPackage: Sendable {
  public var manifest: PackageManifest
  public var header: PackageHeader
  /// The data files, and whatever else lay in the archive.
  public var files: [(name: String, bytes: [UInt8])]

  public init(manifest: PackageManifest, header: PackageHeader? = nil, files: [(name: String, bytes: [UInt8])]) {
    self.manifest = manifest
    self.header = header ?? PackageHeader(description: manifest.description)
    self.files = files
  }

  /// - Throws: `PackageError`: an archive that cannot be unpacked safely, without manifest or header, or with a manifest that names files
  ///   that are not there.
  public init(zip bytes: [UInt8], limits: ZipLimits = ZipLimits()) throws(PackageError) {
    do throws(ZipError) {
      let archive = try ZipReader(bytes, limits: limits)
      var contents: [(name: String, bytes: [UInt8])] = []
      for entry in archive.entries { contents.append((entry.name, try archive.contents(of: entry))) }
      files = contents
    } catch {
      throw .zip(error)
    }
    manifest = try PackageManifest(xml: Self.take(PackageManifest.fileName, from: &files))
    header = try PackageHeader(xml: Self.take(PackageHeader.fileName, from: &files))
    for entity in manifest.entities where file(of: entity) == nil { throw .missingFile(entity.inputFilePath) }
  }

  private static func take(_ name: String, from files: inout [(name: String, bytes: [UInt8])]) throws(PackageError) -> [UInt8] {
    guard let index = files.firstIndex(where: { $0.name.equalsIgnoringASCIICase(name) }) else { throw .missingFile(name) }
    return files.remove(at: index).bytes
  }

  /// The package as an archive.
  /// - Parameter moment: what its files are dated.
  /// - Throws: `PackageError.zip` for two files of one name.
  public func zip(at moment: Timestamp) throws(PackageError) -> [UInt8] {
    do throws(ZipError) {
      return try ZipWriter.pack(
        [(PackageManifest.fileName, manifest.xml), (PackageHeader.fileName, header.xml)] + files, at: moment)
    } catch {
      throw .zip(error)
    }
  }

  /// The bytes of an entity's data file.
  public func file(of entity: PackageManifest.Entity) -> [UInt8]? {
    files.first { $0.name.equalsIgnoringASCIICase(entity.inputFilePath) }?.bytes
  }

  /// The rows of an entity's data file.
  /// - Throws: `PackageError` for a file that is not there, or not of the format the manifest says.
  public func rows(of entity: PackageManifest.Entity) throws(PackageError) -> DataFileReader {
    guard let bytes = file(of: entity) else { throw .missingFile(entity.inputFilePath) }
    return try DataFileReader(bytes, format: SourceFormat(named: entity.sourceFormat), name: entity.inputFilePath)
  }
}
