import Twin

/// `docs/faults.md`: the catalogue in Markdown.
public enum FaultPage {
  public static let path = "docs/faults.md"

  public static let text: String = {
    var lines = [introduction]
    for family in FaultFamily.allCases {
      lines += [
        "", "## \(family.title)", "", "| Fault | What it does | Parameters | Strikes | A good engine | Known |",
        "| --- | --- | --- | --- | --- | --- |",
      ]
      lines += FaultCatalogue.faults(of: [family]).map(row)
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static func row(_ fault: Fault) -> String {
    let parameters = fault.parameters.map { "`\($0.name)`: \($0.summary) (\($0.choices))" }
    let cells = [
      "[`\(fault.name)`](../scenarios/faults/\(fault.name).yaml)", fault.summary, parameters.joined(separator: "<br>"),
      "\(fault.strikes); \(fault.places)", fault.goodEngine, "\(fault.evidence.rawValue): \(fault.source)",
    ]
    return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

  private static let introduction = """
    # Faults: what can go wrong on purpose

    Made by `p2c faults --update`; a test fails when it is stale. \(FaultCatalogue.all.count) faults strike the calls of an engine, the
    systems it works with, or the engine itself. The name of each leads to the scenario that shows its effect and the recovery. `p2c
    faults NAME` explains one. How well it is known that the real systems do such a thing: *sourced* (a public page states it), *inferred*
    (it follows from facts around it), *proposed* (our choice).

    A fault, its parameters and its aim are written alike everywhere.

    ```yaml
    scenario: The answer to the second write is lost
    steps:
      - fault: reset-after-commit
        aim: {system: supplyChain, entity: CustomersV2, call: 1, atMost: 1}
        as: lost
      - run: accounts
        expect: {status: Completed, created: 20}
      - heal: lost            # or all; what is left is healed when the steps are over
      - expect: ${lost.hits}
        is: 1
    ```

    ```sh
    p2c run scenarios/cycle --fault slow-answer
    p2c run scenarios/cycle --fault 'fault: reset-after-commit, aim: {system: supplyChain, probability: 0.1}'
    p2c run scenarios/cycle --fault night.yaml          # a file with a list of faults
    p2c serve --fault 'fault: throttled-requests, with: {retryAfter: 30}, aim: {every: 10}'
    curl -X POST http://127.0.0.1:8080/_p2c/v1/worlds/default/faults -d '{"fault": "half-body", "aim": {"system": "sales", "atMost": 1}}'
    curl -X POST http://127.0.0.1:8080/_p2c/v1/worlds/default/faults --data-binary @night.yaml
    ```

    | Of an aim | Narrows to |
    | --- | --- |
    | `system` | `sales` or `supplyChain` |
    | `entity` | the first part of the path, such as `accounts`, `$batch`, `$metadata`. A batch is hit when one of its parts goes there |
    | `operation` | `read`, `create`, `update` (a PATCH, which may make a row), `delete`, `action`, `write` (any of those four), \
    `batch`, `metadata`, `ledgerWrite` |
    | `call` | the first of the matching calls that is hit, from 1 |
    | `every` | from there on every so manieth |
    | `atMost` | how many calls are hit |
    | `probability` | 0 to 1, drawn from the seed, with numbers of its own: another fault changes no identifier |
    | `from`, `until` | moments of virtual time |

    What is left out does not narrow. Faults that hit the same call stand round each other, the oldest outermost. In a scenario they strike
    the engine; what the scenario's own steps and the checks ask for passes undisturbed. A fault of a scenario that never struck fails it,
    unless its aim has a probability: it would have shown nothing. When the steps are over all faults are healed, open changes are brought
    over, and every [invariant](scenarios.md#invariants) must hold. `p2c run --fault` strikes every run of every scenario; one that was
    struck and did not complete is run again, as a schedule would, and figures of runs that were struck are not judged: what must
    come out is what both systems hold.

    `p2c run --sometimes` looks back at the whole run and fails when a fault never struck, or a retry or error path of the engine was never
    come to (`EngineMark`), naming each: what never came to pass was never tried.

    At `p2c serve` faults strike whoever asks, and those of the engine are refused, since none belongs to the world. Over a socket a
    connection that is refused and a name that is not found look like one that is closed without an answer: the server that plays them
    has taken the connection already.
    """
}
