import OData
public import StrictYAML

/// Reads faults as people write them, in scenario files, on the command line and in requests to the control plane.
///
/// ```yaml
/// fault: reset-after-commit
/// with: {…}                                       # parameters of the fault
/// aim: {system: supplyChain, entity: CustomersV2, call: 2, atMost: 1}
/// ```
extension FaultRule {
  /// Reads a mapping with the keys `fault`, `with` and `aim`, or a name alone. Reports what is wrong and answers `nil` then.
  public static func read(_ yaml: YAML, _ collector: DiagnosticCollector) -> FaultRule? {
    if case .scalar(let scalar) = yaml { return rule(scalar, [], FaultAim(), collector) }
    guard let map = MapReader(yaml, what: "a fault", keys: keys, collector) else { return nil }
    return read(map)
  }

  /// The same of a mapping that is being read already.
  public static func read(_ map: MapReader) -> FaultRule? {
    guard let name = map.requiredText("fault") else { return nil }
    var settings: [(key: YAML.Scalar, value: YAML)] = []
    switch map.value("with") {
    case .map(let members, _): settings = members
    case let other?: map.report(other.position, "'with' is a mapping of parameters of '\(name.text)', not \(other.kind)")
    case nil: break
    }
    guard let aim = map.value("aim").map({ FaultAim.read($0, map.collector) }) ?? FaultAim() else {
      // The aim was complained about; a name may be wrong as well.
      do { _ = try FaultCatalogue.fault(name.text) } catch { map.report(name.position, "\(error)") }
      return nil
    }
    return rule(name, settings, aim, map.collector)
  }

  private static func rule(
    _ name: YAML.Scalar, _ settings: [(key: YAML.Scalar, value: YAML)], _ aim: FaultAim, _ collector: DiagnosticCollector
  ) -> FaultRule? {
    var position = name.position
    do {
      let fault = try FaultCatalogue.fault(name.text)
      var values = JSONObject()
      for (key, yaml) in settings {
        position = key.position
        guard case .scalar(let scalar) = yaml else {
          collector.report(yaml.position, "'\(key.text)' of '\(fault.name)' is one value, not \(yaml.kind)")
          return nil
        }
        guard let parameter = fault.parameter(key.text) else {
          throw FaultError.unknown("parameter of '\(fault.name)'", key.text, fault.parameters.map(\.name))
        }
        let value = parameter.value(scalar)
        position = scalar.position
        // Here, so that the complaint stands where the mistake is.
        try parameter.check(value, of: fault.name)
        values.append(parameter.name, value)
      }
      position = name.position
      return try FaultRule(fault, values, aim: aim)
    } catch {
      collector.report(position, "\(error)")
      return nil
    }
  }
}

extension FaultAim {
  /// - Returns: `nil` for one that is wrong, which is reported.
  static func read(_ yaml: YAML, _ collector: DiagnosticCollector) -> FaultAim? {
    let before = collector.diagnostics.count
    guard let map = MapReader(yaml, what: "the aim of a fault", keys: keys, collector) else { return nil }
    var aim = FaultAim()
    aim.system = map.word("system", among: FaultReach.bothSystems)
    aim.entity = map.text("entity")?.text
    aim.operation = map.word("operation", among: FaultOperation.words).flatMap { FaultOperation(rawValue: $0) }
    func count(_ key: String) -> Int64? {
      guard let number = map.integer(key) else { return nil }
      if number < 1 { map.report(map.keyPosition(key), "'\(key)' of an aim is a whole number from 1 on") }
      return Int64(max(1, number))
    }
    if let call = count("call") { aim.call = call }
    if let every = count("every") { aim.every = every }
    aim.atMost = count("atMost")
    if let text = map.text("probability") {
      aim.probability = ExactDecimal(text.text).flatMap { !$0.isNegative && $0 <= 1 ? $0 : nil }
      if aim.probability == nil { map.report(text.position, "'probability' is a number from 0 to 1, not '\(text.text)'") }
    }
    func moment(_ key: String) -> Timestamp? {
      guard let text = map.text(key) else { return nil }
      let moment = Timestamp(text.text)
      if moment == nil { map.report(text.position, "'\(key)' of an aim is a moment such as 2018-04-03T08:00:00Z, not '\(text.text)'") }
      return moment
    }
    aim.from = moment("from")
    aim.until = moment("until")
    return collector.diagnostics.count == before ? aim : nil
  }
}

extension FaultParameter {
  /// What a file says, as the kind of parameter has it.
  fileprivate func value(_ scalar: YAML.Scalar) -> JSON {
    if case .number = kind, !scalar.isQuoted, let number = ExactDecimal(scalar.text) { return .number(number) }
    return .string(scalar.text)
  }
}
