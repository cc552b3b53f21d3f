public import ArgumentParser

/// `p2c`.
public struct P2C: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "p2c",
    abstract: "Run Prospect to cash between two fake systems and a real sync engine, and check every amount.",
    discussion: """
      EXAMPLES
        p2c run                              every scenario of the folder 'scenarios'
        p2c run scenarios/orders --tag T7    the scenarios of a folder that carry a tag
        p2c run --junit report.xml           and write the results for CI
        p2c report merge a.json b.json --json all.json
                                             the reports of shards as one
        p2c lint                             check scenario and baseline files without running them
        p2c crash scenarios/cycle            kill the engine at every point and demand the same end
        p2c contract                         what the twins do on the wire, page by page of the products' documentation
        p2c levels                           what each release, hotfix and version of the solution offers
        p2c coverage                         what the twins emulate, and what shows it
        p2c traceability                     which scenario proves which rule
        p2c faults                           what can go wrong on purpose
        p2c package inspect customers.zip    what is in a data package of Supply Chain
        p2c simulate --seeds 2000            weeks of business made up from seeds, and what is wrong with them
        p2c bench                            how fast the twins are on this machine
        p2c bench compare old/p2c new/p2c    whether a build is slower than another
        p2c forecast --rows 500000           how long a load takes at the limits of the real services
        p2c project new customers --template accounts
                                             a project file of the engine, to look at and to change
        p2c odata parse "a eq 1"             the syntax tree of an OData text
        p2c executions                       what the engine has run
        p2c rows --waiting                   rows that wait for another try, with their reasons
        p2c serve                            both systems on http://127.0.0.1:8080

      EXIT CODES
        0  everything passed
        1  a scenario or contract failed, or a simulation found something
        2  the command line makes no sense
        3  a scenario, baseline or contract file, or an OData text, is malformed
        4  internal error
        5  inconclusive (bench compare)
      """,
    subcommands: [
      RunCommand.self, ReportCommand.self, CrashCommand.self, ListCommand.self, LintCommand.self, ContractCommand.self,
      SimulateCommand.self, CoverageCommand.self, TraceabilityCommand.self, FaultsCommand.self,
      LevelsCommand.self, BenchCommand.self, ForecastCommand.self, ODataCommand.self, PackageCommand.self, ProjectCommand.self,
      SchemaCommand.self,
      ExecutionsCommand.self, RowsCommand.self, CancelCommand.self, ServeForward.self, SyncForward.self, WhyForward.self,
      RetryForward.self, ResumeForward.self, DoctorForward.self, EngineForward.self, PlantedBugsCommand.self,
    ])

  public init() {}
}
