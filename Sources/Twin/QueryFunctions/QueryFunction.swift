/// A query function of Dataverse: a condition with a name of its own, `Microsoft.Dynamics.CRM.LastXDays(…)`
/// (W:query/filter-rows; the list: W:reference/queryfunctions, both sourced).
enum QueryFunction: Sendable {
  /// Within a stretch of time that depends on now alone.
  case within(@Sendable (Moment) -> Span)
  /// The same, by a count of periods (`PropertyValue`).
  case withinCount(@Sendable (Moment, Int) -> Span)
  /// By day, whatever the time of day.
  case day(DayComparison)
  case between(isNegated: Bool)
  case oneOf(isNegated: Bool)
  /// A choices column, which holds its numbers as text between commas, has one of the values.
  case hasChoice(isNegated: Bool)
  case caller(CallerRelation)
  case notEmulated

  enum DayComparison: Sendable { case on, onOrAfter, onOrBefore }
  enum CallerRelation: Sendable { case user, notUser, businessUnit, notBusinessUnit, teams, userOrTeams }

  /// The function of that name, without its namespace; `nil` when Dataverse has none.
  init?(_ name: String) {
    guard let function = Self.functions[name] else { return nil }
    self = function
  }

  // Where the documentation is silent about the ends of a stretch, they are as field reports have measured them (FetchXML
  // date filtering, M. Carrington 2020; date operators, G. Ruiz 2012; both sourced): 'last X' runs from the midnight X periods
  // ago until now, 'next X' from now until the midnight behind X periods. What is older than X days, weeks, months or years
  // lies before the midnight that 'last X' begins at [inferred].
  private static let functions: [String: QueryFunction] = [
    "Today": .within { .day($0.midnight) },
    "Yesterday": .within { .day($0.midnight.adding(-1, .day)) },
    "Tomorrow": .within { .day($0.midnight.adding(1, .day)) },
    "ThisWeek": .within { .whole(.week, from: $0.startOfWeek) },
    "LastWeek": .within { .whole(.week, from: $0.startOfWeek.adding(-1, .week)) },
    "NextWeek": .within { .whole(.week, from: $0.startOfWeek.adding(1, .week)) },
    "ThisMonth": .within { .whole(.month, from: $0.startOfMonth) },
    "LastMonth": .within { .whole(.month, from: $0.startOfMonth.adding(-1, .month)) },
    "NextMonth": .within { .whole(.month, from: $0.startOfMonth.adding(1, .month)) },
    "ThisYear": .within { .whole(.year, from: $0.startOfYear) },
    "LastYear": .within { .whole(.year, from: $0.startOfYear.adding(-1, .year)) },
    "NextYear": .within { .whole(.year, from: $0.startOfYear.adding(1, .year)) },
    // "Within the last seven days including today" (sourced).
    "Last7Days": .within { .last(7, .day, $0) },
    "Next7Days": .within { .next(7, .day, $0) },
    "LastXHours": .withinCount { .until($0, from: $0.startOfHour.adding(-$1, .hour)) },
    "LastXDays": .withinCount { .last($1, .day, $0) },
    "LastXWeeks": .withinCount { .last($1, .week, $0) },
    "LastXMonths": .withinCount { .last($1, .month, $0) },
    "LastXYears": .withinCount { .last($1, .year, $0) },
    "NextXHours": .withinCount { .from($0, to: $0.adding($1, .hour)) },
    "NextXDays": .withinCount { .next($1, .day, $0) },
    "NextXWeeks": .withinCount { .next($1, .week, $0) },
    "NextXMonths": .withinCount { .next($1, .month, $0) },
    "NextXYears": .withinCount { .next($1, .year, $0) },
    "OlderThanXMinutes": .withinCount { .before($0.adding(-$1, .minute)) },
    "OlderThanXHours": .withinCount { .before($0.adding(-$1, .hour)) },
    "OlderThanXDays": .withinCount { .before($0.midnight.adding(-$1, .day)) },
    "OlderThanXWeeks": .withinCount { .before($0.midnight.adding(-$1, .week)) },
    "OlderThanXMonths": .withinCount { .before($0.midnight.adding(-$1, .month)) },
    "OlderThanXYears": .withinCount { .before($0.midnight.adding(-$1, .year)) },
    "On": .day(.on), "OnOrAfter": .day(.onOrAfter), "OnOrBefore": .day(.onOrBefore),
    "Between": .between(isNegated: false), "NotBetween": .between(isNegated: true),
    "In": .oneOf(isNegated: false), "NotIn": .oneOf(isNegated: true),
    "ContainValues": .hasChoice(isNegated: false), "DoesNotContainValues": .hasChoice(isNegated: true),
    "EqualUserId": .caller(.user), "NotEqualUserId": .caller(.notUser),
    "EqualBusinessId": .caller(.businessUnit), "NotEqualBusinessId": .caller(.notBusinessUnit),
    "EqualUserTeams": .caller(.teams), "EqualUserOrUserTeams": .caller(.userOrTeams),
    "Above": .notEmulated, "AboveOrEqual": .notEmulated, "Under": .notEmulated, "UnderOrEqual": .notEmulated, "NotUnder": .notEmulated,
    "Contains": .notEmulated, "EqualRoleBusinessId": .notEmulated, "EqualUserLanguage": .notEmulated,
    "EqualUserOrUserHierarchy": .notEmulated, "EqualUserOrUserHierarchyAndTeams": .notEmulated,
    "InFiscalPeriod": .notEmulated, "InFiscalPeriodAndYear": .notEmulated, "InFiscalYear": .notEmulated,
    "InOrAfterFiscalPeriodAndYear": .notEmulated, "InOrBeforeFiscalPeriodAndYear": .notEmulated,
    "ThisFiscalPeriod": .notEmulated, "LastFiscalPeriod": .notEmulated, "NextFiscalPeriod": .notEmulated,
    "ThisFiscalYear": .notEmulated, "LastFiscalYear": .notEmulated, "NextFiscalYear": .notEmulated,
    "LastXFiscalPeriods": .notEmulated, "NextXFiscalPeriods": .notEmulated,
    "LastXFiscalYears": .notEmulated, "NextXFiscalYears": .notEmulated,
  ]
}
