import StrictYAML
import Testing

@testable import Scenarios

struct MalformedScenarioTests {
  /// What is wrong with a file, and every word the reader is told.
  static let golden: [(text: String, complaints: [String])] = [
    (
      "scenario: A\nsteps:\n  - create: sales/accounts\n    wiht: {name: B}\n",
      ["test.yaml:4:5: error: unknown key 'wiht' in step 'create'; did you mean 'with'?"]
    ),
    (
      "scenario: A\nsteps:\n  - expct: sales/accounts\n",
      [
        "test.yaml:3:5: error: unknown step 'expct'; did you mean 'expect'?; a step is one of: create, update, delete, read, do, run, why, "
          + "load, advance, link, install, importPackage, exportPackage, refresh, connect, doctor, forEach, data, include, eventually, schedule, followSchedules, history, "
          + "webhook, actAs, cancel, fault, heal, expect, print"
      ]
    ),
    (
      "scenario: A\nsteps:\n  - create: sales/acounts\n",
      ["test.yaml:3:13: error: sales has no entity set 'acounts'; did you mean 'accounts'?"]
    ),
    (
      "scenario: A\nsteps:\n  - create: sale/accounts\n",
      ["test.yaml:3:13: error: 'sale' is no system; did you mean 'sales'?; there are sales and supplyChain"]
    ),
    (
      "scenario: A\nsteps:\n  - create: accounts\n",
      ["test.yaml:3:13: error: 'accounts' names no entity; write system/entitySet, such as sales/accounts"]
    ),
    (
      "scenario: A\nsteps:\n  - create: sales/accounts\n    with: {nam: B}\n",
      ["test.yaml:4:12: error: sales/accounts has no property 'nam'; did you mean 'name'?"]
    ),
    (
      "scenario: A\nsteps:\n  - expect: sales/products\n    key: A-1\n    has: {defaultuomid.uomscheduleid.name: x}\n",
      [
        "test.yaml:5:11: error: 'defaultuomid.uomscheduleid.name' follows more than one lookup; read the record behind the first one, or use a 'where:'"
      ]
    ),
    (
      "scenario: A\nsteps:\n  - expect: sales/accounts\n    key: A-1\n    has: {creditlimt: 5}\n",
      ["test.yaml:5:11: error: sales/accounts has no property 'creditlimt'; did you mean 'creditlimit'?"]
    ),
    (
      "scenario: A\nsteps:\n  - expect: sales/accounts\n    key: A-1\n",
      ["test.yaml:3:5: error: the expectation checks nothing; add one of: has, absent"]
    ),
    (
      "scenario: A\nsteps:\n  - expect: sales/accounts\n    key: A-1\n    count: 2\n",
      [
        "test.yaml:3:5: error: the expectation checks nothing; add one of: has, absent",
        "test.yaml:5:5: error: 'count' does not go with an expectation of one record; that takes key, has, absent",
      ]
    ),
    (
      "scenario: A\nsteps:\n  - run: acounts\n",
      [
        "test.yaml:3:10: error: 'acounts' is no template; did you mean 'accounts'?; there are accounts, contacts, contacts to customers, "
          + "products, quotes, orders to supply chain, orders to sales, invoices, and files of projects (.yaml)"
      ]
    ),
    (
      "scenario: A\nsteps:\n  - run: nowhere.yaml\n",
      ["test.yaml:3:10: error: nowhere.yaml: cannot read the file"]
    ),
    (
      "scenario: A\nsettings:\n  sales: {metadata: nowhere.xml}\nsteps:\n  - advance: 1 day\n",
      ["test.yaml:3:21: error: nowhere.xml: cannot read the file"]
    ),
    (
      "scenario: A\nsteps:\n  - run: accounts\n    expect: {cretaed: 1}\n",
      ["test.yaml:4:14: error: unknown key 'cretaed' in 'expect' of a run; did you mean 'created'?"]
    ),
    (
      "scenario: A\nsteps:\n  - advance: 1 dya\n",
      ["test.yaml:3:14: error: '1 dya' is no duration; write a number and a unit, such as 30 seconds, 5 minutes, 2 hours, 1 day"]
    ),
    (
      "scenario: A\nsteps:\n  - do: confirm ordr\n    key: A\n",
      ["test.yaml:3:9: error: 'confirm ordr' is no operation; did you mean 'confirm order'?"]
    ),
    (
      "scenario: A\nsteps:\n  - do: confirm order\n",
      ["test.yaml:3:5: error: step 'do' needs the key 'key'"]
    ),
    (
      "scenario: A\nsteps:\n  - print: \"${order.name\"\n",
      ["test.yaml:3:12: error: '${' is never closed by '}' in '${order.name'; write $${ for a literal ${"]
    ),
    (
      "scenario: A\nsteps:\n  - create: sales/accounts\n    with: {name: \"${acount.name}\"}\n    as: account\n  - print: ${acount.name}\n",
      [
        "test.yaml:4:18: error: nothing is captured as 'acount' before this step",
        "test.yaml:6:12: error: nothing is captured as 'acount' before this step; did you mean 'account'?",
      ]
    ),
    (
      "scenario: A\nsteps:\n  - forEach: sales/accounts\n    as: a\n    label: ${a.name}\n    steps:\n      - print: ${a.name} ${b}\n",
      ["test.yaml:7:16: error: nothing is captured as 'b' before this step"]
    ),
    (
      "scenario: A\nsteps:\n  - print: \"${1 + }\"\n",
      ["test.yaml:3:12: error: the expression ends too early in '${1 + }'"]
    ),
    (
      "scenario: A\nsteps:\n  - expect: sales/accounts\n    count: {about: 5, within: 1}\n",
      ["test.yaml:4:12: error: matcher needs the key 'because'"]
    ),
    (
      "scenario: A\nsteps:\n  - expect: sales/accounts\n    each: {name: {pattern: '[a'}}\n",
      ["test.yaml:4:28: error: '[a' is not a regular expression"]
    ),
    (
      "scenario: A\ninvariants: {except: {same mony: why not}}\nsteps:\n  - advance: 1 day\n",
      [
        "test.yaml:2:23: error: 'same mony' is no invariant; did you mean 'same money'?; there are nothing lost, nothing doubled, same lines, "
          + "same money, status moves forward, second run writes nothing"
      ]
    ),
    (
      "scenario: A\ninvariants: {except: {same money: }}\nsteps:\n  - advance: 1 day\n",
      ["test.yaml:2:35: error: an exception from 'same money' needs its reason as text"]
    ),
    (
      "scenario: A\nproves: [R-ACC5]\nsteps:\n  - advance: 1 day\n", ["test.yaml:2:10: error: 'R-ACC5' is no rule; rules look like R-ACC-5"]
    ),
    ("scenario: A\nsteps: []\n", ["test.yaml:2:1: error: a scenario needs at least one step"]),
    ("steps:\n  - advance: 1 day\n", ["test.yaml:1:1: error: a scenario file needs the key 'scenario'"]),
    ("scenario: A\nscenario: B\n", ["test.yaml:2:1: error: the key 'scenario' appears twice"]),
    (
      "scenario: A\nsteps:\n  - create: sales/accounts\n    with: {name: B}\n    with: {name: C}\n",
      ["test.yaml:5:5: error: the key 'with' appears twice"]
    ),
    (
      "scenario: [A\n",
      ["test.yaml:2:1: error: not YAML: did not find expected ',' or ']' (while parsing a flow sequence, which begins in line 1)"]
    ),
    ("", ["test.yaml:1:1: error: the file is empty"]),
    (
      "- a\n",
      [
        "test.yaml:1:1: error: a scenario file must be a mapping, not a list; its keys: scenario, proves, tags, needs, knownIssue, baseline, settings, at, steps, then, "
          + "throughput, p99, invariants"
      ]
    ),
  ]

  @Test("A malformed file is refused with its place, what is wrong and what was meant", arguments: golden.indices)
  func goldenComplaints(index: Int) throws {
    let (text, complaints) = Self.golden[index]
    #expect(try Worlds.complaints(text) == complaints)
  }

  @Test("A file that nests without end is refused before it exhausts the stack")
  func depth() throws {
    let brackets = "scenario: " + String(repeating: "[", count: 5_000)
    #expect(try Worlds.complaints(brackets) == ["test.yaml:1:1: error: nested deeper than 64 levels"])
    let dashes = "scenario:\n  " + String(repeating: "- ", count: 3_000) + "a"
    #expect(try Worlds.complaints(dashes) == ["test.yaml:2:1: error: nested deeper than 64 levels"])
    let levels = "scenario: " + String(repeating: "[", count: 80) + String(repeating: "]", count: 80)
    #expect(try Worlds.complaints(levels).first?.hasSuffix("nested deeper than 64 levels") == true)
  }

  @Test("Anchors that multiply are counted, so that a small file cannot become a huge one")
  func multiplyingAnchors() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...8 { text += "a\(level): &a\(level) [" + String(repeating: "*a\(level - 1), ", count: 10) + "]\n" }
    #expect(try Worlds.complaints(text).first?.hasSuffix("more than 200000 values") == true)
  }

  @Test("One pass over a file finds all complaints, in the order of the file")
  func everyComplaint() throws {
    let complaints = try Worlds.complaints(
      "scenario: A\ntag: [x]\nsteps:\n  - create: sales/acounts\n  - update: sales/accounts\n    key: A\n    with: {nme: B}\n")
    #expect(complaints.map { $0.split(separator: " ")[0] } == ["test.yaml:2:1:", "test.yaml:4:13:", "test.yaml:7:12:"])
  }
}
