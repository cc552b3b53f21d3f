import Foundation
import OData
import StrictYAML
import SyncEngine
import Testing

@testable import Scenarios

/// The wire contracts, and the language they are written in.
struct ContractTests {
  static func files() throws -> [String] { try ScenarioDiscovery.files(["\(Worlds.root)/Fixtures/contracts"]) }

  @Test("Every wire contract holds in process")
  func all() async throws {
    let contracts = try Self.files().map { try Contract(SourceFile(reading: $0)) }
    #expect(contracts.count(where: { $0.system == .sales }) > 150)
    #expect(contracts.count(where: { $0.system == .supplyChain }) > 90)
    let results = try await ContractRunner(endpoints: WorldEndpoints(factory: Worlds.factory), stopwatch: { 0 }).run(contracts)
    #expect(results.count == contracts.count)
    for result in results { #expect(result.isPassed, "\(result.path): \(result.outcome)") }
  }

  @Test("Every contract has a title of its own")
  func titles() throws {
    var seen: [String: String] = [:]
    for file in try Self.files() {
      let contract = try Contract(SourceFile(reading: file))
      let key = "\(contract.system.rawValue): \(contract.title)"
      #expect(seen[key] == nil, "\(file) and \(seen[key] ?? "") are both called '\(contract.title)'")
      seen[key] = file
    }
  }

  private static let head = "contract: T\nsystem: sales\nevidence: proposed\nsource: a test\n"

  private func check(_ text: String, _ answers: [HTTPResponse]) async throws -> (ContractResult.Outcome, [HTTPRequest]) {
    let transport = Script(answers)
    let contract = try Contract(SourceFile(path: "t.yaml", text: Self.head + text))
    let endpoints = RemoteEndpoints(sales: ContractEndpoint(transport: transport, servicePath: "/api"), supplyChain: nil)
    let results = try await ContractRunner(endpoints: endpoints, stopwatch: { 0 }).run([contract])
    return (results[0].outcome, transport.requests)
  }

  private func failure(_ expectation: String, _ answer: HTTPResponse) async throws -> FailureReport? {
    if case .failed(let report) = try await check("request:\n  GET: things\nexpect:\n  \(expectation)\n", [answer]).0 {
      report
    } else {
      nil
    }
  }

  @Test(
    "Whatever differs from what a contract expects fails it",
    arguments: [
      ("status: 201", "the status is not as expected"),
      ("headers: {X-Other: a}", "the header X-Other is not as expected"),
      ("headers: {X-One: null}", "the header X-One is not as expected"),
      ("body: {a/b: 2}", "a/b is not as expected"),
      ("body: {a/c: 1}", "the body has no 'a/c'"),
      ("body: {list/#: 3}", "list/# is not as expected"),
      ("absent: [a/b]", "the body was not to have 'a/b'"),
      ("empty: true", "the body was to be empty"),
      ("text: {contains: nothing}", "the body is not as expected"),
      ("parts: []", "the body is not the answer to a batch"),
    ])
  func failures(expectation: String, message: String) async throws {
    let answer = HTTPResponse(200, headers: ["X-One": "1"], body: Array("{\"a\":{\"b\":1},\"list\":[1,2]}".utf8))
    let report = try #require(try await failure(expectation, answer))
    #expect(report.message.hasPrefix(message), "\(report.message)")
    #expect(report.position.line == 8 || report.position.line == 7)
    #expect(report.response?.hasPrefix("200") == true)
    #expect(try await failure("status: 200", answer) == nil)
  }

  @Test("What an answer left behind goes into later requests; targets are encoded, addresses lose their host")
  func captures() async throws {
    let text = """
      setup:
        - POST: things
          body: {name: A}
          keep: {next: "@odata.nextLink", place: header Location}
      request:
        GET: things?$filter=name eq 'Ä'
      expect: {status: 200}
      then:
        - GET: ${next}
          expect: {status: 200}
        - DELETE: ${place}
          headers: {If-Match: "${unique}"}
          expect: {status: 204}

      """
    let first = HTTPResponse(
      201, headers: ["Location": "https://host/api/things(1)"], body: Array("{\"@odata.nextLink\":\"https://host/api/x?y=%20\"}".utf8))
    let (outcome, requests) = try await check(text, [first, HTTPResponse(200), HTTPResponse(200), HTTPResponse(204)])
    if case .passed = outcome {} else { Issue.record("\(outcome)") }
    #expect(requests.map(\.target) == ["/api/things", "/api/things?$filter=name%20eq%20'%C3%84'", "/api/x?y=%20", "/api/things(1)"])
    #expect(requests[0].headers["Prefer"] == "return=representation")
    #expect(requests[3].headers["If-Match"] == "C001")
  }

  @Test("A setup request that fails is told as such")
  func setup() async throws {
    let text = "setup:\n  - POST: things\nrequest:\n  GET: things\nexpect: {status: 200}\n"
    guard case .failed(let report) = try await check(text, [HTTPResponse(500)]).0 else { return #expect(Bool(false)) }
    #expect(report.message == "POST /api/things was to succeed; the answer is 500")
  }

  @Test("A contract that needs settings is not checked elsewhere")
  func settings() async throws {
    let (outcome, requests) = try await check("settings: {sales: {teamHasRole: false}}\nrequest: {GET: x}\nexpect: {status: 200}\n", [])
    if case .notChecked = outcome {} else { Issue.record("\(outcome)") }
    #expect(requests.isEmpty)
  }

  @Test(
    "A malformed contract is told with its place",
    arguments: [
      ("request: {GETT: x}\nexpect: {status: 1}\n", "t.yaml:5:11: error: unknown key 'GETT' in 'request'; did you mean 'GET'?"),
      ("request: {GET: x}\n", "t.yaml:1:1: error: a contract file needs the key 'expect'"),
      ("request: {GET: x, body: {}, text: a}\nexpect: {status: 1}\n", "t.yaml:5:10: error: only one of 'body', 'text' and 'batch'"),
      ("request: {GET: x}\nexpect: {}\n", "t.yaml:6:9: error: 'expect' expects nothing"),
      ("setup: [{GET: x, times: 0}]\nrequest: {GET: x}\nexpect: {status: 1}\n", "t.yaml:5:18: error: 'times' is a number from 1 to 20000"),
      ("then: [{GET: x}]\nrequest: {GET: x}\nexpect: {status: 1}\n", "t.yaml:5:8: error: a check needs the key 'expect'"),
    ])
  func malformed(text: String, complaint: String) throws {
    let error = #expect(throws: MalformedFile.self) { try Contract(SourceFile(path: "t.yaml", text: Self.head + text)) }
    #expect(error?.description.contains(complaint) == true, "\(error?.description ?? "")")
  }
}

/// Answers one request after the other from a list.
private final class Script: HTTPTransport {
  private var answers: [HTTPResponse]
  private(set) var requests: [HTTPRequest] = []

  init(_ answers: [HTTPResponse]) { self.answers = answers }

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    requests.append(request)
    return answers.isEmpty ? HTTPResponse(500) : answers.removeFirst()
  }
}
