import OData

/// Makes a history that people can take in: batches become their parts, and what is asked again and again becomes one line.
struct HistoryBuilder {
  /// Entries that a history keeps; more bury the reader.
  private static let entriesMax = 400
  private static let refusalLengthMax = 300

  private var entries: [ScenarioHistory.Entry] = []
  private var leftOut = 0
  /// While a baseline is loaded, order says nothing: where the line of each kind of request stands.
  private var baselineLines: [Kind: Int]?

  /// What makes two crossings one line.
  private struct Kind: Hashable {
    let sender: String
    let system: SystemName
    let method: String
    let what: String
    let status: Int?
    let isBatched: Bool

    init(_ crossing: ScenarioHistory.Crossing) {
      (sender, system, method) = (crossing.sender, crossing.system, crossing.method)
      (what, status, isBatched) = (crossing.what, crossing.status, crossing.isBatched)
    }
  }

  mutating func add(_ entry: ScenarioHistory.Entry) {
    if case .part(let title) = entry { baselineLines = title == ScenarioHistory.baselinePart ? [:] : nil }
    guard entries.count < Self.entriesMax else { return leftOut += 1 }
    entries.append(entry)
  }

  mutating func add(_ exchange: Exchange) {
    for crossing in Self.crossings(exchange) { add(crossing) }
  }

  func history(leftOut: Int) -> ScenarioHistory { ScenarioHistory(entries: entries, leftOut: self.leftOut + leftOut) }

  private mutating func add(_ crossing: ScenarioHistory.Crossing) {
    let kind = Kind(crossing)
    let known = baselineLines.map { $0[kind] } ?? sameKindBefore(kind)
    if let known, case .crossing(var line) = entries[known] {
      line.count += crossing.count
      line.bytes += crossing.bytes
      entries[known] = .crossing(line)
      return
    }
    guard entries.count < Self.entriesMax else { return leftOut += 1 }
    baselineLines?[kind] = entries.count
    entries.append(.crossing(crossing))
  }

  /// The line of that kind among the crossings at the end; requests of a few kinds that alternate become a few lines.
  private func sameKindBefore(_ kind: Kind) -> Int? {
    for index in entries.indices.reversed() {
      guard case .crossing(let line) = entries[index] else { return nil }
      if Kind(line) == kind { return index }
    }
    return nil
  }

  private static func crossings(_ exchange: Exchange) -> [ScenarioHistory.Crossing] {
    let whole = ScenarioHistory.Crossing(
      sender: exchange.sender.rawValue, system: exchange.system, method: exchange.method.rawValue,
      what: exchange.sender == .checks ? "" : place(exchange.target),
      status: exchange.status, isBatched: false, count: 1, bytes: exchange.bytes, time: exchange.time,
      refusal: exchange.message.flatMap { refusal($0.response) })
    // What cannot be read as a batch is shown as the one request it was.
    guard let message = exchange.message, whole.what == "$batch", let inside = BatchParts.split(message.request, message.response) else {
      return [whole]
    }
    let parts = inside.map { part in
      ScenarioHistory.Crossing(
        sender: whole.sender, system: whole.system, method: part.request.method.rawValue, what: place(part.request.target),
        status: part.response?.status, isBatched: true, count: 1,
        bytes: part.request.body.count + (part.response?.body.count ?? 0), time: whole.time, refusal: part.response.flatMap(refusal))
    }
    return parts.isEmpty ? [whole] : parts
  }

  private static func refusal(_ response: HTTPResponse) -> String? {
    guard response.status >= 400 else { return nil }
    let message = (try? JSON(decoding: response.body))?["error"]?["message"]?.stringValue ?? response.text
    return String(message.prefix(refusalLengthMax))
  }

  /// The path below the service's root, without keys: `/api/data/v9.2/quotes(…)/Microsoft.Dynamics.CRM.WinQuote` is `quotes/WinQuote`.
  static func place(_ target: String) -> String {
    var segments = target.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: true)
    if let root = segments.firstIndex(of: "data"), root <= 1 {
      segments.removeFirst(root + 1)
      if let version = segments.first, version.first == "v", version.dropFirst().first?.isNumber == true { segments.removeFirst() }
    }
    return segments.map { segment in
      let name = segment.prefix { $0 != "(" }
      return name.split(separator: ".").last.map(String.init) ?? String(name)
    }.joined(separator: "/")
  }
}

extension ScenarioHistory {
  static let baselinePart = "baseline"
}
