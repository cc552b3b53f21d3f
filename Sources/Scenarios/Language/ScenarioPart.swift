public import StrictYAML

/// Files that scenarios are made with: groups of steps and tables.
public enum ScenarioPart {
  /// Whether a file is one, by its name.
  public static func isPart(_ path: String) -> Bool { path.hasSuffix(StepGroup.suffix) || path.hasSuffix(TableFile.suffix) }

  /// Reads it for nobody.
  /// - Throws: `MalformedFile` with every complaint.
  public static func check(_ file: SourceFile, schemas: WorldSchemas) throws(MalformedFile) {
    if file.path.hasSuffix(TableFile.suffix) {
      _ = try TableFile(file)
    } else {
      // Where it will be included is not known, so names of any place will do.
      let context = ReadingContext(collector: DiagnosticCollector(), schemas: schemas, standard: schemas).lenient
      _ = try context.groups.group(at: file.path, named: .start(of: file.path), context)
    }
  }
}
