public import ArgumentParser
import DataPackages
import FoundationEssentials
import Scenarios

/// `p2c package pack`.
public struct PackagePackCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "pack", abstract: "Make a package of the files of a folder.",
    discussion: """
      Without a Manifest.xml in the folder every .csv file is the data of the entity it is named after, its columns those of the entity.
      The same files give the same bytes.
      """)

  @Argument(help: ArgumentHelp("The folder.", valueName: "folder"))
  public var folder: String

  @Argument(help: ArgumentHelp("The package to write.", valueName: "zip file"))
  public var file: String

  @Option(help: ArgumentHelp("Name of the data project, where there is no Manifest.xml.", valueName: "name"))
  public var project = "Import"

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw CommandFailure(.badCommandLine, "error: cannot read the folder \(folder)")
    }
    var manifest: PackageManifest?
    var header: PackageHeader?
    var files: [(name: String, bytes: [UInt8])] = []
    for name in names.sorted() where !name.hasPrefix(".") {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
      do {
        switch name {
        case PackageManifest.fileName: manifest = try PackageManifest(xml: Array(data))
        case PackageHeader.fileName: header = try PackageHeader(xml: Array(data))
        default: files.append((name, Array(data)))
        }
      } catch {
        throw CommandFailure(.malformedFile, "error: \(error)")
      }
    }
    let entities = files.filter { $0.name.lowercased().hasSuffix(".csv") }.map { file in
      PackageManifest.Entity(entityName: String(file.name.dropLast(4)), inputFilePath: file.name)
    }
    let package = DataPackage(
      manifest: manifest ?? PackageManifest(definitionGroupName: project, entities: entities), header: header, files: files)
    let bytes: [UInt8]
    do {
      bytes = try package.zip(at: WorldConfiguration.defaultStart)
      // Reading it back finds out what a receiver would.
      _ = try DataPackage(zip: bytes)
    } catch {
      throw CommandFailure(.malformedFile, "error: \(error)")
    }
    guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
      throw CommandFailure(.badCommandLine, "error: cannot write \(file)")
    }
    environment.output("\(file): \(package.manifest.entities.count) entities, \(bytes.count) bytes\n")
    return .passed
  }
}
