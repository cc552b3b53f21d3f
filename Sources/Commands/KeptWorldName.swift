import Scenarios
import StrictYAML

/// The folder a failed scenario's world is kept in: its path and, where it ran at a level, that.
enum KeptWorldName {
  static func text(_ scenario: Scenario) -> String {
    var name = scenario.file.path
    if name.hasSuffix(".yaml") { name.removeLast(5) }
    if let level = scenario.settings.supplyChainLevel { name += "-\(level)" }
    if let solution = scenario.settings.solutionVersion { name += "-\(solution.isEmpty ? "none" : solution)" }
    let plain = name.unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", ".", "_": Character(scalar)
      default: "-"
      }
    }
    // No name begins with a dot or a dash: neither a path above nor an option.
    return String(plain.drop { $0 == "-" || $0 == "." })
  }
}
