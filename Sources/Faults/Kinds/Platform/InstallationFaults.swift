import Twin

/// Something is installed while the engine is at work.
extension Fault {
  static let hotfixInstalled = installation(
    "hotfix-installed", "A hotfix is installed on Supply Chain right before the call.", systems: ["supplyChain"],
    FaultParameter("hotfix", .required, "such as KB4045570"), { $0 }, "hotfixes of 7.2 and 7.3 that Prospect to cash lists")
  static let releaseInstalled = installation(
    "release-installed", "A newer release is installed on Supply Chain right before the call.", systems: ["supplyChain"],
    FaultParameter("release", .required, "such as 7.3"), { "release \($0)" }, "one version policy of finance and operations")
  static let solutionUpgraded = installation(
    "solution-upgraded", "Another version of the Prospect to cash solution is installed in Sales right before the call.",
    systems: ["sales"],
    FaultParameter("version", .required, "such as 15.0.0.2"), { "solution \($0)" }, "versions of the solution on the marketplace")

  private static func installation(
    _ name: String, _ summary: String, systems: [String], _ parameter: FaultParameter, _ words: @escaping @Sendable (String) -> String,
    _ source: String
  ) -> Fault {
    Fault(
      name, .platform, summary, parameters: [parameter], reach: FaultReach([.read, .write, .batch], .before, systems: systems), .sourced,
      source,
      goodEngine:
        "Ends the run with what it knew, or with the reason of what no longer fits; with refreshed entities the next one uses what is "
        + "new, and nothing is lost in between.",
      act: { strike, proceed in
        guard let install = strike.scene.stage.install else { throw FaultTrouble("'\(name)': nothing can be installed in this world") }
        try install(words(strike.values.text(parameter.name) ?? ""))
        return proceed(strike.request)
      })
  }
}
