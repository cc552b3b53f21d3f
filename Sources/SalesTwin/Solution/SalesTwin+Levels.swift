import Foundation
public import Twin

extension SalesTwin {
  /// The versions of the solution at which its capabilities change, the oldest first.
  /// - Throws: `ModelError` for a damaged model file.
  public static func levels() throws -> [LevelTable.Level] {
    try LevelTable(directory: Bundle.module.bundlePath + "/Resources/Model").levels
  }

  /// Whether a text can be a version of the solution, such as `1.15.0.1`.
  public static func isSolutionVersion(_ text: String) -> Bool { VersionNumber(text) != nil }
}
