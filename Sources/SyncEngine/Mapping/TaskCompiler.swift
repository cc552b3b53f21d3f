import OData

/// Compiles one task; see `ProjectCompiler`.
struct TaskCompiler {
  /// Its filter is OData text by the time it is laid out.
  private var task: TaskDefinition
  let connectionSet: ConnectionSet
  let models: ProjectCompiler.Models
  private(set) var problems: [ValidationProblem] = []

  private var rules = FieldRules.none
  private var slots: [SourceSlot] = []
  private var lookups: [LookupPlan] = []
  /// Columns of the advanced query, by name.
  private var computed: [(name: String, slot: Int)] = []

  /// - Parameter byQuery: the project has an advanced query, so that transforms are out of use.
  init(task: TaskDefinition, connectionSet: ConnectionSet, models: ProjectCompiler.Models, byQuery: Bool = false) {
    self.task = byQuery ? task.byQuery() : task
    self.connectionSet = connectionSet
    self.models = models
  }

  /// `nil` where there are problems.
  mutating func compile() -> TaskPlan? {
    let sourceModel = models.model(task.source.system)
    let destinationModel = models.model(task.destination.system)
    let sourceType = sourceModel.entityType(ofSet: task.source.entitySet)
    let destinationType = destinationModel.entityType(ofSet: task.destination.entitySet)
    if sourceType == nil {
      problem(
        .unknownSourceEntity, task.source.entity,
        "the source has no entity '\(task.source.entity)' (entity set \(task.source.entitySet))")
    }
    if destinationType == nil {
      problem(
        .unknownDestinationEntity, task.destination.entity,
        "the destination has no entity '\(task.destination.entity)' (entity set \(task.destination.entitySet))")
    }
    guard let sourceType, let destinationType else { return nil }
    let source = models.index(of: sourceType, task.source.system)
    let destination = models.index(of: destinationType, task.destination.system)

    slots = sourceType.key.map { .column($0) }
    var versionSlot: Int?
    if connectionSet.endpoint(task.source.system).dialect == .dataverse {
      if source.property("versionnumber") == nil {
        problem(.noRowVersion, task.source.entity, "'\(task.source.entity)' has no versionnumber column, so changes cannot be told")
      }
      versionSlot = slot(.column("versionnumber"))
    }
    let query = query(source)
    checkRepetitions()
    let keyNames = destinationKeyNames(destination)
    rules = models.fieldRules(of: destinationType, task.destination.system)
    let columns = task.rows.compactMap { column($0, source, destination, destinationModel, keyNames: keyNames) }
    let key = destinationKey(keyNames, destination, columns)
    let changesWith = task.changesWith.compactMap { parent($0, source) }
    checkFilter(source)
    keepToBusinessUnit(source)
    checkWritability(keyNames: keyNames)
    guard problems.isEmpty else { return nil }
    return TaskPlan(
      name: task.name, source: TaskPlan.End(task.source.system, in: connectionSet), sourceEntity: task.source.entity,
      sourceSet: task.source.entitySet, sourceType: sourceType,
      destination: TaskPlan.End(task.destination.system, in: connectionSet), destinationSet: task.destination.entitySet,
      destinationType: destinationType, legalEntity: connectionSet.legalEntity, filter: task.filter, changesWith: changesWith, slots: slots,
      sourceKeyCount: sourceType.key.count, versionSlot: versionSlot, query: query, columns: narrowed(columns), key: key, lookups: lookups,
      lookupColumns: lookupColumns(columns), owner: owner(destination), fingerprint: fingerprint())
  }

  /// Where each lookup stands; every lookup was made for one column.
  private func lookupColumns(_ columns: [ColumnPlan]) -> [Int] {
    lookups.indices.map { index in
      columns.firstIndex { column in if case .lookup(index) = column.target { true } else { false } } ?? 0
    }
  }

  private mutating func problem(_ code: ValidationProblem.Code, _ subject: String?, _ message: String) {
    problems.append(ValidationProblem(code: code, task: task.name, subject: subject, message: message))
  }

  private mutating func slot(_ slot: SourceSlot) -> Int {
    if let known = slots.firstIndex(of: slot) { return known }
    slots.append(slot)
    return slots.count - 1
  }

  /// The columns of the advanced query, each with its place behind what is read.
  private mutating func query(_ source: FieldIndex) -> RowQuery? {
    guard !task.query.isEmpty else { return nil }
    let names = self
    var compiler = QueryCompiler(slots: slots) { names.sourceSlot($0, source) }
    compiler.compile(task.query)
    for (name, expression) in compiler.unknown {
      let place = expression.place(of: name).map { " (\($0))" } ?? ""
      problem(
        .unknownSourceField, name,
        "Missing source field \(name) in the schema of \(task.source.entity), used in the advanced query: \(expression)\(place)")
    }
    slots = compiler.slots
    computed = compiler.columns
    return RowQuery(steps: compiler.steps)
  }

  private func computedSlot(_ path: FieldPath) -> Int? {
    guard case .column(let name) = path else { return nil }
    return computed.first { $0.name.equalsFolded(name) }?.slot
  }

  // MARK: Rows

  private mutating func checkRepetitions() {
    var firsts: [String: MappingRow] = [:]
    for row in task.rows {
      let name = row.destination.description
      guard let first = firsts[name.lowercased()] else {
        firsts[name.lowercased()] = row
        continue
      }
      if first.source?.description.lowercased() == row.source?.description.lowercased() {
        problem(.duplicateRow, name, "the row \(row.source?.description ?? "None") to \(name) stands there twice")
      } else {
        problem(
          .duplicateDestination, name,
          "the field \(name) is the destination of \(first.source?.description ?? "None") and of "
            + "\(row.source?.description ?? "None")")
      }
    }
  }

  private mutating func column(
    _ row: MappingRow, _ source: FieldIndex, _ destination: FieldIndex, _ model: EdmModel, keyNames: [String]
  ) -> ColumnPlan? {
    let label = row.destination.description
    var slot: Int?
    if let path = row.source, let known = computedSlot(path) {
      slot = known
    } else if let path = row.source {
      guard let found = sourceSlot(path, source) else {
        if case .column(let name) = path, source.isLookup(name) {
          problem(.sourceLookupWithoutKey, name, "the source field \(name) of \(task.source.entity) is a lookup")
        } else {
          problem(.unknownSourceField, path.description, "Missing source field \(path) in the schema of \(task.source.entity)")
        }
        return nil
      }
      slot = self.slot(found)
    }
    guard let (target, property) = resolved(row.destination, destination, model) else {
      if case .column(let name) = row.destination, destination.isLookup(name) {
        problem(.destinationLookupWithoutKey, label, "the destination field \(label) of \(task.destination.entity) is a lookup")
      } else {
        problem(.unknownDestinationField, label, "Missing destination field \(label) in the schema of \(task.destination.entity)")
      }
      return nil
    }
    if row.source == nil, !row.transforms.contains(where: \.suppliesValue) {
      let isMandatory = property?.isNullable == false || rules.mandatory.contains { $0.equalsFolded(row.destination.ownColumn) }
      problem(
        isMandatory ? .mandatoryWithoutSource : .rowWithoutSource, label,
        "the\(isMandatory ? " mandatory" : "") field \(label) has neither a source nor a default")
      return nil
    }
    let isKeyPart = property.map { keyNames.contains($0.name) } ?? false
    let rule = isKeyPart ? nil : rules[row.destination.ownColumn]
    // The published templates write some totals that are calculated there; services ignore them, and the product runs all the same.
    if rule?.isReadOnly == true, row.evidence == .proposed {
      problem(.readOnlyDestination, label, "the destination field \(label) of \(task.destination.entity) cannot be written")
    }
    if let property, let reason = misfit(row, source, property) { problem(.incompatibleTypes, label, reason) }
    return ColumnPlan(
      label: label, sourceLabel: row.source?.description ?? "None", slot: slot, transforms: row.transforms, target: target,
      isKey: row.isKey || isKeyPart, isKeyPart: isKeyPart, isUpdateOnly: rule?.isUpdateOnly ?? false,
      maxLength: property?.maxLength)
  }

  private func sourceSlot(_ path: FieldPath, _ source: FieldIndex) -> SourceSlot? {
    let model = models.model(task.source.system)
    func column(_ name: String, of navigation: NavigationProperty) -> String? {
      model.entityType(navigation.targetType).flatMap { models.index(of: $0, task.source.system).property(name)?.name }
    }
    switch path {
    case .column(let name): return source.property(name).map { .column($0.name) }
    case .related(let lookup, let name):
      guard let navigation = source.lookup(lookup), let column = column(name, of: navigation) else { return nil }
      return .related(navigation: navigation.name, column: column)
    case .polymorphic(let lookup, let targets):
      var steps: [SourceSlot.Step] = []
      for target in targets {
        guard let navigation = source.lookup(lookup, to: target.table), let column = column(target.column, of: navigation) else {
          return nil
        }
        steps.append(SourceSlot.Step(navigation: navigation.name, column: column))
      }
      return .firstOf(steps)
    }
  }

  private mutating func resolved(_ path: FieldPath, _ destination: FieldIndex, _ model: EdmModel) -> (ColumnPlan.Target, Property?)? {
    func lookupTarget(_ navigation: NavigationProperty, _ column: String) -> LookupPlan.Target? {
      guard let type = model.entityType(navigation.targetType),
        let property = models.index(of: type, task.destination.system).property(column),
        let primaryKey = type.key.first, type.key.count == 1
      else { return nil }
      return LookupPlan.Target(
        navigation: navigation.name, set: navigation.targetSet, primaryKey: primaryKey, column: property, narrowing: nil)
    }
    switch path {
    case .column(let name):
      guard let property = destination.property(name) else { return nil }
      if case .enumeration(let type) = property.type { return (.property(property, enumType: model.enumType(type)), property) }
      return (.property(property, enumType: nil), property)
    case .related(let lookup, let column):
      guard let navigation = destination.lookup(lookup), let target = lookupTarget(navigation, column) else { return nil }
      lookups.append(LookupPlan(label: path.description, targets: [target]))
    case .polymorphic(let lookup, let targets):
      var found: [LookupPlan.Target] = []
      for target in targets {
        guard let navigation = destination.lookup(lookup, to: target.table), let target = lookupTarget(navigation, target.column) else {
          return nil
        }
        found.append(target)
      }
      lookups.append(LookupPlan(label: path.description, targets: found))
    }
    return (.lookup(lookups.count - 1), nil)
  }

  /// Where the task also maps the group a lookup's target belongs to (a product's unit group), candidates of one name in several groups
  /// are told apart by it.
  private mutating func narrowed(_ columns: [ColumnPlan]) -> [ColumnPlan] {
    let model = models.model(task.destination.system)
    lookups = lookups.indices.map { index in
      let lookup = lookups[index]
      guard lookup.targets.count == 1, let target = lookup.targets.first, let type = model.entityType(ofSet: target.set) else {
        return lookup
      }
      for (other, candidate) in lookups.enumerated() where other != index && candidate.targets.count == 1 {
        guard let group = candidate.targets.first, group.set != target.set,
          let link = type.navigationProperty(group.primaryKey), !link.isCollection, link.targetSet == group.set,
          !Self.isEverywhere(link.name),
          let column = link.constraints.first?.property ?? type.property("_\(link.name)_value")?.name
        else { continue }
        let narrowing = LookupPlan.Narrowing(column: column, lookup: other)
        let narrowed = LookupPlan.Target(
          navigation: target.navigation, set: target.set, primaryKey: target.primaryKey, column: target.column, narrowing: narrowing)
        return LookupPlan(label: lookup.label, targets: [narrowed])
      }
      return lookup
    }
    return columns
  }

  /// Every table points at currencies; that tells no two candidates apart.
  private static func isEverywhere(_ name: String) -> Bool { name == "transactioncurrencyid" }

  /// Why what a row gives cannot become what its field holds; `nil` where it can, or where only the values will tell: a value map
  /// decides value by value, and which members an enumeration has differs from level to level.
  private func misfit(_ row: MappingRow, _ source: FieldIndex, _ property: Property) -> String? {
    let wanted = "\(row.destination) holds \(property.type.plainName)"
    // What a blank becomes is known beforehand.
    let blank = row.transforms.reduce("") { $1.applied(to: $0, maxLength: property.maxLength) }
    var isEnumeration: Bool { if case .enumeration = property.type { true } else { false } }
    if !isEnumeration, ValueConversion.convert(.string(blank), to: property.type, enumType: nil) == nil {
      return "the default '\(blank)' does not fit: \(wanted)"
    }
    guard row.transforms.allSatisfy(\.passesOn), let path = row.source, computedSlot(path) == nil,
      let type = sourceType(path, source),
      !TypeCompatibility.canConvert(type, to: property.type)
    else { return nil }
    return "\(path) is \(type.plainName), and \(wanted)"
  }

  private func sourceType(_ path: FieldPath, _ source: FieldIndex) -> EdmType? {
    func type(_ column: String, of navigation: NavigationProperty?) -> EdmType? {
      navigation.flatMap { models.model(task.source.system).entityType($0.targetType) }.flatMap {
        models.index(of: $0, task.source.system).property(column)?.type
      }
    }
    switch path {
    case .column(let name): return source.property(name)?.type
    case .related(let lookup, let column): return type(column, of: source.lookup(lookup))
    case .polymorphic(let lookup, let targets):
      return targets.first.flatMap { type($0.column, of: source.lookup(lookup, to: $0.table)) }
    }
  }

  /// What the destination says beyond its model: an entity that takes no writes, columns that it demands.
  private mutating func checkWritability(keyNames: [String]) {
    if rules.isReadOnly {
      problem(.readOnlyDestination, task.destination.entity, "the destination entity \(task.destination.entity) cannot be written")
      return
    }
    let mapped = task.rows.map(\.destination.ownColumn) + keyNames
    for name in rules.mandatory where !mapped.contains(where: { $0.equalsFolded(name) }) {
      problem(.mandatoryNotMapped, name, "the mandatory field \(name) of \(task.destination.entity) is not mapped")
    }
  }

  // MARK: Keys

  private mutating func destinationKeyNames(_ destination: FieldIndex) -> [String] {
    switch connectionSet.endpoint(task.destination.system).dialect {
    case .financeAndOperations: return destination.type.key
    case .dataverse:
      guard let names = connectionSet.integrationKeys[task.destination.entitySet] else {
        problem(
          .noIntegrationKey, task.destination.entity,
          "'\(task.destination.entity)' has no integration key in connection set '\(connectionSet.name)'")
        return []
      }
      return names.map { destination.property($0)?.name ?? $0 }
    }
  }

  private mutating func destinationKey(_ names: [String], _ destination: FieldIndex, _ columns: [ColumnPlan]) -> [TaskPlan.KeyPart] {
    var parts: [TaskPlan.KeyPart] = []
    for name in names {
      guard let property = destination.property(name) else {
        if destination.isLookup(name.prefix { $0 != "." }.description) {
          problem(.keyOverLookup, name, "the integration key of \(task.destination.entity) uses the lookup \(name)")
        } else {
          problem(
            .unknownDestinationField, name, "Missing destination field \(name) in the schema of \(task.destination.entity), part of its key"
          )
        }
        continue
      }
      let mapped = columns.firstIndex { if case .property(let target, _) = $0.target { target.name == property.name } else { false } }
      if let mapped {
        parts.append(TaskPlan.KeyPart(property: property, value: .column(mapped)))
      } else if name.equalsFolded("dataAreaId") {
        parts.append(TaskPlan.KeyPart(property: property, value: .legalEntity))
      } else {
        problem(.keyNotMapped, name, "the key field \(name) of \(task.destination.entity) is not mapped")
      }
    }
    return parts
  }

  // MARK: Filter

  private mutating func parent(_ lookup: String, _ source: FieldIndex) -> NavigationProperty? {
    guard let navigation = source.lookup(lookup) else {
      problem(.unknownSourceField, lookup, "Missing source field \(lookup) in the schema of \(task.source.entity)")
      return nil
    }
    return navigation
  }

  private mutating func checkFilter(_ source: FieldIndex) {
    guard var filter = task.filter else { return }
    if connectionSet.endpoint(task.source.system).dialect == .financeAndOperations, (try? ODataParser().parseFilter(filter)) == nil,
      QueryRange.isMeant(by: filter)
    {
      do {
        filter = try QueryRange.odata(filter, of: source.type, namespace: models.model(task.source.system).namespace)
        task.filter = filter
      } catch {
        problem(.badFilter, nil, "the filter of '\(task.name)' cannot be read: \(error): \(filter)")
        return
      }
    }
    do {
      let expression = try ODataParser().parseFilter(filter)
      for path in expression.paths where !isKnown(path, source) {
        problem(
          .badFilter, path.joined(separator: "/"),
          "the filter of '\(task.name)' names the unknown field \(path.joined(separator: "/")): \(filter)")
      }
    } catch {
      problem(.badFilter, nil, "the filter of '\(task.name)' cannot be read: \(error): \(filter)")
    }
  }

  /// One more clause of the filter, so that what explains a filter explains this too. Tables that belong to the whole organization, such
  /// as products, have no unit.
  private mutating func keepToBusinessUnit(_ source: FieldIndex) {
    guard task.source.system == .sales, let unit = connectionSet.organization.businessUnit, source.lookup("owningbusinessunit") != nil
    else { return }
    let clause = "owningbusinessunit/name eq \(Value.string(unit).literalText)"
    task.filter = task.filter.map { "(\($0)) and \(clause)" } ?? clause
  }

  /// Rows of tables without owners, and lines, which belong to whom their document does, are given none.
  private func owner(_ destination: FieldIndex) -> GUID? {
    guard task.destination.system == .sales, destination.lookup("ownerid") != nil, rules["ownerid"]?.isReadOnly != true,
      !task.rows.contains(where: { $0.destination.ownColumn.equalsFolded("ownerid") })
    else { return nil }
    return models.owner
  }

  private func isKnown(_ path: [String], _ source: FieldIndex) -> Bool {
    guard let first = path.first else { return false }
    if path.count == 1 { return source.type.property(first) != nil }
    guard let navigation = source.type.navigationProperty(first),
      let type = models.model(task.source.system).entityType(navigation.targetType)
    else { return false }
    return isKnown(Array(path.dropFirst()), models.index(of: type, task.source.system))
  }

  private func fingerprint() -> String {
    var text = "\(task.source.entitySet)>\(task.destination.entitySet)|\(task.filter ?? "")|\(task.changesWith)"
    for row in task.rows {
      text += "|\(row.source?.description ?? "")>\(row.destination)"
      for transform in row.transforms {
        switch transform {
        case .setDefault(let transform): text += "=\(transform.value)"
        case .valueMap(let map): text += "=" + map.pairs.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
        case .truncate, .countryRegionNameToISOCode: text += "=\(transform.typeName)"
        }
      }
    }
    for step in task.query.steps { text += "|\(step.column):=\(step.expression)" }
    let hash = ContentHash(Array(text.utf8))
    return "\(String(hash.high, radix: 16))\(String(hash.low, radix: 16))"
  }
}

extension Expression {
  /// Every property path of the expression; paths of lambda variables are left out.
  fileprivate var paths: [[String]] {
    switch self {
    case .path(let steps): steps.last == "$count" ? [] : [steps]
    case .literal, .alias, .qualifiedCall, .lambda, .steps, .choice, .array, .object: []
    case .comparison(_, let a, let b), .and(let a, let b), .or(let a, let b), .arithmetic(_, let a, let b): a.paths + b.paths
    case .not(let a), .negate(let a): a.paths
    case .inCollection(let a, let b): a.paths + b.paths
    case .in(let a, let list): a.paths + list.flatMap(\.paths)
    case .call(_, let arguments): arguments.flatMap(\.paths)
    }
  }
}
