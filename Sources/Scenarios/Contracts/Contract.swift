public import StrictYAML
public import Twin

/// A wire contract as read from its file: one thing a product does on the wire, with where we know it from.
///
/// The same file is checked in process, over HTTP, and against anybody's endpoint, so it says nothing a client could not
/// see: requests, and what the answers must be. docs/contracts.md is its manual.
public struct Contract: Sendable {
  public let file: SourceFile
  /// What the product does, in one sentence.
  public let title: String
  public let system: SystemName
  /// How well it is known.
  public let evidence: Evidence
  /// The page or field report it is known from.
  public let source: String
  /// Settings the system must have for it to hold; `nil` where it holds in every system.
  public let settings: WorldSettings?
  /// It is about a system that asks for sign-in.
  public let needsSignIn: Bool
  let setup: [ContractExchange]
  /// The request the contract is about, with its expected answer.
  let subject: ContractExchange
  /// What must be seen afterwards.
  let then: [ContractExchange]

  static let keys = ["contract", "system", "evidence", "source", "note", "settings", "signIn", "setup", "request", "expect", "then"]

  /// Reads a contract file.
  /// - Throws: `MalformedFile` with every complaint.
  public init(_ file: SourceFile) throws(MalformedFile) {
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
    self.file = file
    guard let map = MapReader(yaml, what: "a contract file", keys: Self.keys, collector) else {
      try collector.throwIfAny()
      throw MalformedFile([Diagnostic(yaml.position, "not a contract")])
    }
    title = map.requiredText("contract")?.text ?? ""
    _ = map.required("system")
    system = map.word("system", among: SystemName.allCases.map(\.rawValue)).flatMap { SystemName(rawValue: $0) } ?? .sales
    _ = map.required("evidence")
    evidence = map.word("evidence", among: Evidence.allCases.map(\.rawValue)).flatMap { Evidence(rawValue: $0) } ?? .proposed
    source = map.requiredText("source")?.text ?? ""
    _ = map.text("note")
    settings = map.value("settings").map { WorldSettings($0, collector) }
    needsSignIn = map.flag("signIn") ?? false
    setup = map.list("setup").compactMap { ContractExchange($0, role: .setup, collector) }
    then = map.list("then").compactMap { ContractExchange($0, role: .check, collector) }
    let request = map.required("request").flatMap { ContractRequest($0, what: "'request'", collector) }
    let expectation = map.required("expect").flatMap { ContractExpectation($0, what: "'expect'", collector) }
    try collector.throwIfAny()
    guard let request, let expectation else { throw MalformedFile([Diagnostic(yaml.position, "not a contract")]) }
    subject = ContractExchange(request, expectation)
  }

  /// Settings of the world it is checked in.
  var worldSettings: WorldSettings? {
    guard needsSignIn else { return settings }
    var all = settings ?? WorldSettings()
    all.signIn = true
    return all
  }

  /// Who sends its requests, besides the user that every request comes from unless it says otherwise.
  var callers: Set<String> { Set((setup + [subject] + then).compactMap(\.request.caller)) }
}
