import Twin

extension Fault {
  /// Everything about it, for a terminal.
  public var explanation: String {
    var lines = ["\(name)  (\(family.title))", "", "  \(summary)", "", "  A good engine: \(goodEngine)", ""]
    lines.append("  Strikes    \(strikes); \(places)")
    lines.append("  Known      \(evidence.rawValue): \(source)")
    if parameters.isEmpty { lines.append("  Parameters none") }
    for (index, parameter) in parameters.enumerated() {
      lines.append("  \(index == 0 ? "Parameters" : "          ") \(parameter.name): \(parameter.summary) (\(parameter.choices))")
    }
    lines += ["", "  - fault: \(name)"] + example.map { "    \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Which calls of which systems, in words.
  var places: String {
    if reach.systems.isEmpty { return "writes of the engine's ledger" }
    let systems = reach.systems == FaultReach.bothSystems ? "both systems" : reach.systems.joined(separator: ", ")
    let operations = reach.operations.map(\.rawValue).joined(separator: ", ")
    return operations.isEmpty ? systems : "\(operations) of \(systems)"
  }

  private var example: [String] {
    var lines: [String] = []
    let needed = parameters.filter(\.isRequired)
    if !needed.isEmpty { lines.append("with: {\(needed.map { "\($0.name): …" }.joined(separator: ", "))}") }
    if !reach.systems.isEmpty, !reach.operations.isEmpty {
      lines.append("aim: {system: \(reach.systems[0])\(reach.needsEntity ? ", entity: …" : ""), call: 2, atMost: 1}")
    }
    return lines
  }
}
