import PlantedBugs
import Scenarios

/// docs/planted-bugs.md: what is planted, and how soon simulation finds it.
public enum PlantedBugPage {
  public static let path = "docs/planted-bugs.md"

  /// - Parameter weeks: of virtual time of each history.
  public static func text(_ catches: [BugHunt.Catch], weeks: Int) -> String {
    let found = catches.filter { $0.seeds != nil }
    let small = found.filter { $0.stepsLeft <= 10 && $0.nanosecondsToShrink < 30_000_000_000 }
    var text = """
      # Planted bugs: does the net catch?

      Made by `CI/planted-bugs`. A net that has never caught anything may have holes. So there are \(catches.count) bugs in the engine
      and the twins that nobody gets to see: each is one line, `if PlantedBug.retryStorm.isOn { … }`, that is compiled away in every
      ordinary build. `P2C_PLANTED_BUGS=1` in the environment of `swift build` puts them into a **debug** build; a release build cannot
      hold them: the setting is ignored there, and a condition that is defined by hand stops the compiler. The command switches them on
      one at a time, lives through seeds from 1 on until something is found, and makes that smaller. What is left must lead nowhere
      without the bug.

      ```sh
      CI/planted-bugs                        # all of them; writes this page
      CI/planted-bugs --only retryStorm      # one, with the smallest history that leads to it
      ```

      **\(found.count) of \(catches.count) found; \(small.count) shrink to ten steps or fewer in under 30 seconds.** Histories of
      \(weeks) weeks; steps are those of the scenario, the final expectation included.

      | Bug | In | What is wrong | Seeds | Steps | Shrunk to | In | Found as |
      | --- | --- | --- | --- | --- | --- | --- | --- |

      """
    for found in catches {
      let seeds = found.seeds.map { "\($0)" } ?? "**not found**"
      let tenths = found.nanosecondsToShrink / 100_000_000
      text +=
        "| `\(found.bug.name)` | \(found.bug.place.rawValue) | \(found.bug.rawValue) | \(seeds) | \(found.steps) | \(found.stepsLeft) | "
        + "\(tenths / 10).\(tenths % 10) s | \(found.finding?.kind ?? "") |\n"
    }
    return text
  }
}
