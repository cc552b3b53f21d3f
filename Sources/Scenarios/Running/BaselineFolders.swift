import FoundationEssentials
import StrictYAML

/// Finds a named baseline: `Fixtures/NAME` in the folder of the file that names it or in one above it, else among those that come with p2c.
enum BaselineFolders {
  /// What comes with p2c: the folder `Fixtures` of the sources it was built from.
  static let builtIn = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/") + "/Fixtures"

  /// - Throws: `MalformedFile` at that file when there is none.
  static func find(_ name: String, for file: SourceFile) throws(MalformedFile) -> String {
    let files = FileManager.default
    var tried: [String] = []
    var folder = parent(file.path)
    // As many steps up as a path can sensibly have.
    for _ in 0..<64 {
      let candidate = join(folder, "Fixtures/\(name)")
      if files.fileExists(atPath: "\(candidate)/\(Baseline.mappingName)") { return candidate }
      tried.append(candidate)
      guard let above = above(folder) else { break }
      folder = above
    }
    let builtIn = "\(builtIn)/\(name)"
    if files.fileExists(atPath: "\(builtIn)/\(Baseline.mappingName)") { return builtIn }
    throw MalformedFile([
      Diagnostic(
        .start(of: file.path),
        "there is no baseline '\(name)': looked for \(Baseline.mappingName) in \((tried.prefix(6) + [builtIn]).joined(separator: ", "))")
    ])
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The folder above; a relative path goes on above the folder the program was started in.
  private static func above(_ folder: String) -> String? {
    if folder == "/" { return nil }
    if folder.isEmpty || folder == ".." || folder.hasSuffix("/..") { return folder.isEmpty ? ".." : "\(folder)/.." }
    return parent(folder)
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }
}
