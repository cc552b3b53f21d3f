import EntityStore
import OData
import PlantedBugs

/// The position in the history of changes that a delta link carries: `919042!04/03/2018 08:00:00`
/// (sales-web-api.md 5.11, sourced).
struct DeltaToken: Hashable {
  /// The newest write the client knows of.
  let version: Int64
  /// When the token was given out.
  let moment: Timestamp

  init(version: Int64, moment: Timestamp) {
    self.version = version
    self.moment = moment
  }

  /// `nil` for text that is no such token.
  init?(_ text: String) {
    let parts = text.split(separator: "!", omittingEmptySubsequences: false)
    guard parts.count == 2, let version = Int64(parts[0]), version >= 0 else { return nil }
    let fields = parts[1].split { "/ :".contains($0) }
    guard fields.count == 5 || fields.count == 6, let month = Int(fields[0]), let day = Int(fields[1]), let year = Int(fields[2]),
      let hour = Int(fields[3]), let minute = Int(fields[4]), let date = CalendarDate(year: year, month: month, day: day)
    else { return nil }
    self.version = version
    moment = Timestamp(date: date, hour: hour, minute: minute, second: fields.count == 6 ? Int(fields[5]) ?? 0 : 0)
  }

  var text: String {
    let (year, month, day) = moment.date.civil
    let seconds = (moment.milliseconds - Timestamp(date: moment.date).milliseconds) / 1000
    func two(_ number: some BinaryInteger) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(version)!\(two(month))/\(two(day))/\(year) \(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }
}

/// Answers reads that follow changes: the first, with `Prefer: odata.track-changes`, and those of delta links.
struct ChangeTracking {
  private let handler: EntityHandler

  init(_ handler: EntityHandler) { self.handler = handler }

  /// What a first read may not ask for; the text names the option (sourced: use-change-tracking).
  func checkFirstRead(_ table: TableDefinition) throws {
    if try handler.product.visibility(of: table, in: handler.session) != nil { throw handler.errors.changesOutOfReach(table: table) }
    let query = handler.query
    let refused: String? =
      query.filter != nil
      ? "$filter" : !query.orderBy.isEmpty ? "$orderby" : !query.expand.isEmpty ? "$expand" : query.top != nil ? "$top" : nil
    if let refused {
      throw handler.errors.badQuery("The \"\(refused)\" query parameter isn't supported when tracking changes.")
    }
  }

  /// The token a first read begins with: changes made while its pages are read come with the first delta.
  func newToken() -> DeltaToken { DeltaToken(version: handler.product.store.version, moment: handler.session.now) }

  func link(_ table: TableDefinition, _ token: DeltaToken) -> String {
    let target = handler.request.target
    let mark = target.firstIndex(of: "?")
    let path = mark.map { target[..<$0] } ?? Substring(target)
    let dropped = ["$skiptoken", "$deltatoken", "$count"].flatMap { ["\($0)=", "%24\($0.dropFirst())="] }
    let kept = (mark.map { target[target.index(after: $0)...].split(separator: "&").map(String.init) } ?? [])
      .filter { option in !dropped.contains { option.hasPrefix($0) } }
    let options = kept + ["$deltatoken=" + PercentEncoding.encode(token.text, in: .queryValue)]
    return "\(handler.service.hostURL)\(path)?\(options.joined(separator: "&"))"
  }

  // MARK: Delta links

  func changes(_ table: TableDefinition, _ text: String) throws -> HTTPResponse {
    let token = try checked(text)
    try checkFirstRead(table)
    let limit = min(handler.preferences.maxPageSize ?? handler.rules.pageSizeMax, handler.rules.pageSizeMax)
    let newest = handler.product.store.version
    let found = try handler.product.store.changes(handler.product.model.schema(table.name), since: token.version, limit: limit)
    let isComplete = found.rows.count + found.deletions.count < limit
    let last = (found.rows.map(\.version) + found.deletions.map(\.version)).max() ?? newest
    let next = DeltaToken(version: isComplete ? newest : last, moment: handler.session.now)
    let reader = EntityReader(handler)
    let told = PlantedBug.deltaLeavesOutRow.isOn ? found.rows.dropFirst(found.rows.count > 1 ? 1 : 0) : found.rows[...]
    let rows = try told.filter { try handler.resolver.isVisible($0, of: table) }
    return try reader.delta(table, rows: rows, deletions: found.deletions.map(\.key), link: link(table, next), isLast: isComplete)
  }

  /// `…/$count?$deltatoken=…`
  func count(_ table: TableDefinition, _ text: String) throws -> Int {
    let token = try checked(text)
    let found = try handler.product.store.changes(handler.product.model.schema(table.name), since: token.version, limit: .max)
    return found.rows.count + found.deletions.count
  }

  private func checked(_ text: String) throws -> DeltaToken {
    guard let token = DeltaToken(text), token.version <= handler.product.store.version else { throw handler.errors.badDeltaToken() }
    let days = try handler.product.changeTrackingDays
    guard handler.session.now <= token.moment.adding(seconds: Int64(days) * 86_400) else { throw handler.errors.expiredDeltaToken() }
    return token
  }
}
