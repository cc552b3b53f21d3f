public import ArgumentParser
import DataPackages
import FoundationEssentials

/// `p2c package unpack`.
public struct PackageUnpackCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "unpack", abstract: "Write the files of a package into a new folder.")

  @Argument(help: ArgumentHelp("The package.", valueName: "zip file"))
  public var file: String

  @Argument(help: ArgumentHelp("The folder to make; it must not be there yet.", valueName: "folder"))
  public var folder: String

  public init() {}

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let package = try PackageFiles.package(at: file)
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw CommandFailure(.badCommandLine, "error: \(folder) is there already; name a folder that is not")
    }
    let files = [(PackageManifest.fileName, package.manifest.xml), (PackageHeader.fileName, package.header.xml)] + package.files
    for (name, bytes) in files {
      let path = "\(folder)/\(name)"
      let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
      do { try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true) } catch {
        throw CommandFailure(.badCommandLine, "error: cannot make the folder \(parent)")
      }
      guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
        throw CommandFailure(.badCommandLine, "error: cannot write \(path)")
      }
      environment.output("\(path)\n")
    }
    return .passed
  }
}
