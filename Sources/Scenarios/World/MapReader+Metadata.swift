import OData
import StrictYAML
import Twin

extension MapReader {
  /// The `$metadata` of a real environment, by the path of its file from the folder of the scenario.
  func metadata(_ key: String) -> OwnMetadata? {
    guard let path = text(key), let file = path.file(report: report) else { return nil }
    do {
      return try OwnMetadata(csdl: Array(file.text.utf8))
    } catch {
      report(path.position, "\(file.path) is no $metadata: \(error)")
      return nil
    }
  }
}

extension YAML.Scalar {
  /// The file a path leads to, from the folder of the file it stands in.
  /// - Parameter report: hears why there is none.
  func file(report: (SourcePosition, String) -> Void) -> SourceFile? {
    let folder = position.file.lastIndex(of: "/").map { position.file[...$0] } ?? ""
    do {
      return try SourceFile(reading: text.hasPrefix("/") ? text : folder + text)
    } catch {
      for complaint in error.diagnostics { report(position, "\(complaint.position.file): \(complaint.message)") }
      return nil
    }
  }
}
