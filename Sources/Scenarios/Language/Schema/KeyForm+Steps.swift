import Faults

/// Keys of steps: the same word means the same in every step that has it, apart from the few that are told one by one.
extension KeyForm {
  static func ofStep(_ step: String, named name: String) -> KeyForm {
    if step == name { return KeyForm(name, keywords[name] ?? .text, "") }
    if let special = specials["\(step) \(name)"] { return KeyForm(name, special.form, special.about) }
    if let shared = shared[name] { return KeyForm(name, shared.form, shared.about) }
    return KeyForm(name, .anything, "See docs/scenarios.md.")
  }

  /// Keys that have no description of their own, for a test that there are none.
  static func isDescribed(_ step: String, _ name: String) -> Bool { specials["\(step) \(name)"] != nil || shared[name] != nil }

  /// What stands under the words that make a step, where it is more than text.
  private static let keywords: [String: Form] = [
    ForEachStep.keyword: .either([.text, .other("table")]), DataStep.keyword: .other("table"), EventuallyStep.keyword: .other("steps"),
  ]

  private static let shared: [String: (form: Form, about: String)] = [
    "name": (.text, "What the step does, for reports."),
    "fails": (
      .either([
        .words(["true"]), .flag,
        .keys(["status", "code", "message"].map { KeyForm($0, .other("expected"), "What it must be.") }),
      ]), "The step must be refused, and how."
    ),
    "onlyAt": (.other("place"), "Where the step is done; elsewhere it is left out."),
    "as": (.text, "The name the result is kept under."),
    "with": (.mapping, "Values to write, or parameters."),
    "key": (.anything, "Which record: a captured one, a value of the business key, or properties."),
    "where": (.either([.text, .mapping]), "An OData filter, or properties and their values."),
    "orderBy": (.text, "Properties to sort by."),
    "steps": (.other("steps"), "What happens, in order."),
    "project": (.text, "The project's own name."),
    "overrides": (.list, "What differs from the template."),
    "consent": (.flag, "Whether somebody has agreed to the project."),
    "notify": (.texts, "What somebody is told of."),
    "company": (.text, "The legal entity."),
    "expect": (.mapping, "What must come out."),
    "every": (.text, "How often: 10 minutes."),
    "meanwhile": (
      .list, "Steps that happen right before the engine asks for a page: before, page, steps."
    ),
  ]

  private static let specials: [String: (form: Form, about: String)] = [
    "run allData": (.flag, "Reads everything instead of what changed."),
    "run pageSize": (.whole(1...100_000), "Rows on a page of the source."),
    "run expect": (
      .either([
        .keys(
          RunStep.figures.map { KeyForm($0, .other("expected"), "A figure of the run.") } + [
            KeyForm("tasks", .mapping, "Figures of tasks, by name."),
            KeyForm("clauses", .mapping, "What clauses of the filter let through."),
          ])
      ]), "Figures of the run."
    ),
    "followSchedules expect": (.figures(FollowSchedulesStep.figures), "Figures of the runs that were due."),
    "history expect": (.figures(HistoryStep.figures), "What the engine keeps of its runs."),
    "why expect": (.figures(WhyStep.figures), "What holds the record back."),
    "why task": (.text, "The task that is asked about."),
    "schedule copies": (.whole(1...100_000), "Makes as many projects, numbered in their names."),
    "schedule start": (.text, "When the schedule begins."),
    "schedule end": (.text, "When it ends."),
    "include as": (.mapping, "Other names for what the group gives."),
    "eventually within": (.text, "How long it may take: 2 hours."),
    "forEach label": (.text, "What a record is called in reports."),
    "forEach onFailure": (.words(["stop", "report"]), "Whether a failure ends the loop, or is reported."),
    "forEach failuresAs": (.text, "The name the failures are kept under."),
    "forEach expect": (.figures(["rows", "passed", "failed"]), "How many records passed."),
    "load badRows": (.anything, "Bad rows that are known of."),
    "link to": (.mapping, "Records to link to, by relationship."),
    "connect legalEntity": (.text, "The company projects write to."),
    "connect businessUnit": (.anything, "The business unit of Sales."),
    "connect integrationKeys": (.mapping, "Keys of tables; none takes one out."),
    "connect salesPath": (.text, "Another address of Sales."),
    "connect supplyChainPath": (.text, "Another address of Supply Chain."),
    "connect token": (.text, "Signs in with this token."),
    "importPackage rows": (.list, "The rows of the package."),
    "importPackage format": (.text, "CSV or XML."),
    "importPackage execute": (.flag, "Whether the batch is started at once."),
    "exportPackage column": (.text, "The column whose values are told."),
    "fault with": (.mapping, "Parameters of the fault: p2c faults NAME."),
    "fault aim": (
      .keys(FaultAim.keys.map { KeyForm($0, .text, "Which calls it hits: docs/faults.md.") }), "Which calls it hits; all without it."
    ),
    "expect has": (.other("expectedFields"), "Properties and what each must be."),
    "expect absent": (.flag, "There must be no such record."),
    "expect is": (.other("expected"), "What the value must be."),
    "expect count": (.other("expected"), "How many records there must be."),
    "expect rows": (.listOf("expectedFields"), "The records, in order."),
    "expect unordered": (.listOf("expectedFields"), "The records, in any order."),
    "expect each": (.other("expectedFields"), "What every record must have."),
    "expect any": (.other("expectedFields"), "What at least one record must have."),
    "expect sum": (.other("expectedFields"), "Sums of properties."),
    "expect during": (.words(["everything", "last run"]), "Which requests are looked at."),
  ]
}
