import DataPackages
import FoundationEssentials

/// Packages in files.
enum PackageFiles {
  /// - Throws: `CommandFailure` for a file that cannot be read or is no package.
  static func package(at path: String) throws -> DataPackage {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(.badCommandLine, "error: cannot read \(path)")
    }
    do { return try DataPackage(zip: Array(data)) } catch { throw CommandFailure(.malformedFile, "error: \(path): \(error)") }
  }
}
