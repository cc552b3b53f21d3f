import OData
import SalesTwin

/// A key of a scenario file as the JSON Schema tells of it.
struct KeyForm: Sendable {
  indirect enum Form: Sendable {
    case anything
    /// Text, also written as a number or a word such as `yes`.
    case text
    case flag
    case whole(ClosedRange<Int>)
    case words([String])
    /// A list of texts, or one.
    case texts
    case mapping
    case list
    /// Another definition of the schema.
    case other(String)
    case listOf(String)
    /// A mapping with these keys.
    case keys([KeyForm])
    /// A mapping of figures to what each must be.
    case figures([String])
    case either([Form])
  }

  let name: String
  let form: Form
  /// One sentence for people who see it in an editor.
  let about: String

  init(_ name: String, _ form: Form, _ about: String) {
    self.name = name
    self.form = form
    self.about = about
  }

  func described(_ about: String) -> KeyForm { KeyForm(name, form, about) }

  var schema: JSONObject {
    var result = Self.schema(form)
    result.append("description", .string(about))
    return result
  }

  /// YAML readers of editors take `20` for a number and `yes`, by their version, for a boolean or a text; for us all are text.
  private static let scalars: JSON = ["string", "number", "boolean"]

  private static func schema(_ form: Form) -> JSONObject {
    switch form {
    case .anything: [:]
    case .text: ["type": scalars]
    case .flag: ["enum": [true, false, "yes", "no"]]
    case .whole(let range):
      ["type": "integer", "minimum": .number(ExactDecimal(range.lowerBound)), "maximum": .number(ExactDecimal(range.upperBound))]
    case .words(let words): ["enum": .array(words.map { .string($0) })]
    case .texts: ["anyOf": [["type": scalars], ["type": "array", "items": ["type": scalars]]]]
    case .mapping: ["type": "object"]
    case .list: ["type": "array"]
    case .other(let name): ["$ref": .string("#/$defs/\(name)")]
    case .listOf(let name): ["type": "array", "items": ["$ref": .string("#/$defs/\(name)")]]
    case .keys(let keys): ScenarioSchema.object(keys)
    case .figures(let names):
      [
        "type": "object", "additionalProperties": false,
        "properties": .object(JSONObject(names.map { .init($0, ["$ref": "#/$defs/expected"]) })),
      ]
    case .either(let forms): ["anyOf": .array(forms.map { .object(schema($0)) })]
    }
  }
}

extension KeyForm {
  static let ofScenario = [
    KeyForm("scenario", .text, "What it shows, in business words."),
    KeyForm("proves", .texts, "Rules it proves: R-ACC-5."),
    KeyForm("tags", .texts, "Words for p2c run --tag."),
    KeyForm("needs", .texts, "Capabilities it needs, of the level or the solution."),
    KeyForm(
      "knownIssue",
      .keys([KeyForm("reason", .text, "Why it fails."), KeyForm("until", .text, "The last day on which that is put up with: 2027-03-31.")]),
      "Known to fail: it passes by failing."),
    KeyForm("baseline", .text, "Folder of Fixtures that is loaded first; none for bare systems."),
    KeyForm("settings", .keys(ofSettings), "What is different in this world."),
    KeyForm(
      "at",
      .keys(
        Place.Aspect.allCases.map { KeyForm($0.rawValue, .texts, "Values to run at, or all.") } + [
          KeyForm("only", .listOf("place"), "Keeps these combinations."),
          KeyForm("except", .listOf("place"), "Takes these combinations out."),
        ]), "Places to run at, each in a world of its own."),
    KeyForm("steps", .other("steps"), "What happens, in order."),
    KeyForm("then", .other("steps"), "Steps that look at the end state."),
    KeyForm("throughput", .text, "How fast the engine has to write: at least 500 rows a second."),
    KeyForm("p99", .text, "What 99 of 100 answers may take: at most 20 ms."),
    KeyForm(
      "invariants",
      .keys([
        KeyForm(
          "except", .keys(InvariantTable.names.map { KeyForm($0, .text, "Why it does not hold.") }), "Invariants left out, with the reason."
        )
      ]),
      "What every world must keep."),
  ]

  static let ofGroup = [
    KeyForm("group", .text, "What the steps do, in business words."),
    KeyForm("parameters", .mapping, "Names with the value each has when it is not given; without one it must be given."),
    KeyForm("gives", .texts, "Captures that the includer may use afterwards."),
    KeyForm("steps", .other("steps"), "What happens, in order."),
  ]

  static let ofPlace = PlaceCondition.keys.map { KeyForm($0, .texts, "A value or a list of which one must be so.") }

  static let ofTable = [
    KeyForm("columns", .texts, "Names of the columns, where rows are lists."),
    KeyForm("rows", .list, "The rows."),
    KeyForm("file", .text, "A file next to this one: .csv, .jsonl, .table.yaml."),
    KeyForm("count", .whole(0...DataTable.countMax), "How many rows to generate."),
    KeyForm("values", .mapping, "What each generated row holds."),
  ]

  private static let ofSettings: [KeyForm] = {
    let words: [String: Form] = [
      "discountCalculation": .words(["lineItem", "perUnit"]), "systemPricing": .flag, "priceListMandatory": .flag,
      "productsStartActive": .flag, "pricingDecimals": .whole(0...4), "teamHasRole": .flag, "strict": .flag,
      "readOnlyRules": .words(SalesConfiguration.ReadOnlyKeeper.allCases.map(\.rawValue)), "literalKbText": .flag, "solutionVersion": .text,
      "webApi": .text, "level": .text, "metadata": .text,
    ]
    func system(_ keys: [String]) -> Form { .keys(keys.map { KeyForm($0, words[$0] ?? .anything, "See docs/scenarios.md.") }) }
    return WorldSettings.keys.map { key in
      switch key {
      case "sales": KeyForm(key, system(WorldSettings.salesKeys), "What is different in Sales.")
      case "supplyChain": KeyForm(key, system(WorldSettings.supplyChainKeys), "What is different in Supply Chain.")
      case "seed": KeyForm(key, .whole(0...Int.max), "Where chance starts from.")
      case "signIn": KeyForm(key, .flag, "Systems that ask for sign-in.")
      case "changes":
        KeyForm(
          key, .keys(["sales", "supplyChain"].map { KeyForm($0, .text, "How changes of it are found.") }),
          "How the engine finds out what changed.")
      default: KeyForm(key, .text, "See docs/scenarios.md.")
      }
    }
  }()
}
