import FoundationEssentials
import StrictYAML

/// Finds scenario files.
public enum ScenarioDiscovery {
  /// A path on the command line that leads nowhere.
  public struct NoSuchPath: Error, Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let reason: String
    public var description: String { "\(path): \(reason)" }
  }

  /// Every scenario file the paths name, each once, in the order of the paths and then of names. In a folder those are the
  /// files that end in `.yaml`, at any depth, less the mapping files of baselines, groups of steps and tables.
  /// - Throws: `NoSuchPath`.
  public static func files(_ paths: [String]) throws(NoSuchPath) -> [String] {
    var result: [String] = []
    for path in paths {
      var isFolder = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw NoSuchPath(path: path, reason: "there is no such file or folder")
      }
      let found = isFolder ? try inFolder(path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path) : [path]
      guard !found.isEmpty else { throw NoSuchPath(path: path, reason: "there is no YAML file in this folder") }
      for file in found where !result.contains(file) { result.append(file) }
    }
    return result
  }

  private static func inFolder(_ folder: String) throws(NoSuchPath) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw NoSuchPath(path: folder, reason: "the folder cannot be read: \(error)")
    }
    var files: [String] = []
    for name in names where !name.hasPrefix(".") {
      let path = "\(folder)/\(name)"
      var isFolder = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      if isFolder {
        files += try inFolder(path)
      } else if name.hasSuffix(".yaml"), name != Baseline.mappingName, !name.hasSuffix(StepGroup.suffix),
        !name.hasSuffix(TableFile.suffix)
      {
        files.append(path)
      }
    }
    return files
  }
}
