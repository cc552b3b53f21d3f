import FoundationEssentials
import StrictYAML

extension ScenarioDiscovery {
  /// Every file a run of these scenarios may have read: all that lie in the folders of the paths, and the baselines, sorted.
  public static func filesBehind(_ scenarios: [Scenario], paths: [String], baseline: String?) -> [String] {
    var folders = Set(paths)
    if let baseline {
      folders.insert(baseline)
    } else {
      for scenario in scenarios where scenario.baseline != "none" {
        // One that is not there is told when the scenario runs.
        if let folder = try? BaselineFolders.find(scenario.baseline ?? "usmf", for: scenario.file) { folders.insert(folder) }
      }
    }
    var files: Set<String> = []
    // In any order: what they hold is put into a set, which is sorted at the end.
    for folder in folders {
      guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
        files.insert(folder)
        continue
      }
      for name in names { files.insert("\(folder)/\(name)") }
    }
    return files.sorted()
  }
}
