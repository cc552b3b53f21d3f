import DataPackages
import EntityStore
import OData
import Twin

/// Takes the rows of one data file in: from the file into staging, from staging into the entity.
///
/// Staging wants values that can be read and a key; the target keeps the rules that every other write is under. A row that fails leaves
/// nothing behind and takes no other with it.
struct EntityImport {
  /// In the company the package is for.
  let context: CompanyContext
  let entity: DataEntity
  let executionID: String
  /// Whether rows go on into the entity, or stop in staging.
  let execute: Bool

  struct Outcome {
    var stagingStatus = Execution.Status.succeeded
    var targetStatus = Execution.Status.notRun
    var stagingCreated = 0
    var stagingErrors = 0
    var created = 0
    var updated = 0
    var targetErrors = 0
    var keyColumns = ""
    /// The rejected rows of the file with the reason, in the file's own form.
    var stagingErrorFile: [UInt8]?

    var rows: Int { stagingCreated + stagingErrors }
    var hasErrors: Bool { stagingErrors + targetErrors > 0 || stagingStatus == .failed || targetStatus == .failed }
  }

  /// What a file may call the reason in a file of errors that is sent again.
  static let reasonColumn = "ERRORMESSAGE"

  private var table: TableDefinition { context.definition(entity.table) }
  private var schema: TableSchema { context.schema(entity.table) }

  func run(_ file: consuming DataFileReader, _ map: [PackageManifest.FieldMap]) throws -> Outcome {
    var outcome = Outcome()
    var file = file
    do {
      try run(&file, map, &outcome)
    } catch let error as PackageError {
      // What was read so far stays.
      try fail(error.description, number: file.number + 1, &outcome)
      outcome.stagingStatus = .failed
    } catch let error as BadMapping {
      try fail(error.message, number: 0, &outcome)
      outcome.stagingStatus = .failed
      outcome.targetStatus = execute ? .failed : .notRun
    }
    return outcome
  }

  /// The outcome of a file that cannot be read at all.
  func unreadable(_ reason: String) throws -> Outcome {
    var outcome = Outcome()
    try fail(reason, number: 0, &outcome)
    outcome.stagingStatus = .failed
    outcome.targetStatus = execute ? .failed : .notRun
    return outcome
  }

  private func run(_ file: inout DataFileReader, _ map: [PackageManifest.FieldMap], _ outcome: inout Outcome) throws {
    let table = table
    let schema = schema
    var plan = Plan(keyNames: table.key.filter { $0 != "dataAreaId" })
    outcome.keyColumns = plan.keyNames.map { $0.uppercased() }.joined(separator: ";")
    var seenKeys: Set<String> = []
    var errorFile: DataFileWriter?
    let check = ValueCheck(product: context.twin, storesEmptyTextAsNull: context.twin.rules.storesEmptyTextAsNull)
    let steps = WriteSteps(context: context, table: table)
    let companyIndex = schema.index(of: "dataAreaId")
    while try file.next() {
      if plan.columnCount < file.columns.count { try plan.extend(by: file.columns, map, table, schema) }
      var staged = StagedRow(keyCount: plan.keyNames.count)
      if let problem = try stage(file, plan, check, table, companyIndex, &staged) ?? duplicate(staged, plan, &seenKeys) {
        outcome.stagingErrors += 1
        try record(problem, number: file.number, key: staged.keyText, isStaging: true)
        if errorFile == nil { errorFile = DataFileWriter(.csv, columns: file.columns + [Self.reasonColumn], element: entity.internalName) }
        let texts = file.texts
        for column in 0..<plan.errorFileColumns(file.columns.count) { errorFile?.write(column < texts.count ? texts[column] : "") }
        errorFile?.write(problem.message)
        continue
      }
      outcome.stagingCreated += 1
      if !execute { continue }
      do {
        if try write(staged, plan, steps, companyIndex) { outcome.created += 1 } else { outcome.updated += 1 }
      } catch {
        outcome.targetErrors += 1
        try record(
          Problem(error, table, context.errors), number: file.number, key: staged.keyText, isStaging: false)
      }
    }
    outcome.stagingErrorFile = errorFile.map { $0.finish() }
    outcome.stagingStatus = Self.status(good: outcome.stagingCreated, bad: outcome.stagingErrors)
    if execute, outcome.stagingStatus != .failed {
      outcome.targetStatus = Self.status(good: outcome.created + outcome.updated, bad: outcome.targetErrors)
    }
  }

  private static func status(good: Int, bad: Int) -> Execution.Status {
    bad == 0 ? .succeeded : good == 0 ? .failed : .partiallySucceeded
  }

  // MARK: Staging

  /// A row as staging keeps it: typed values, not yet under any rule.
  private struct StagedRow {
    var values: [(field: Int, value: Value)] = []
    var key: [Value?]
    var keyText = ""

    init(keyCount: Int) { key = Array(repeating: nil, count: keyCount) }
  }

  /// What staging finds wrong; `nil` for a row that is fine.
  private func stage(
    _ file: borrowing DataFileReader, _ plan: borrowing Plan, _ check: ValueCheck, _ table: TableDefinition, _ companyIndex: Int?,
    _ staged: inout StagedRow
  ) throws -> Problem? {
    if file.hasTooManyFields { return Problem(field: "", message: "The row has more fields than the file has columns.") }
    staged.values.reserveCapacity(plan.fields.count)
    var problem: Problem?
    for (position, field) in plan.fields.enumerated() {
      var value = field.reader.empty
      let isBlank = file.isBlank(field.source)
      if !isBlank {
        let text = file.text(field.source)
        guard let read = field.reader.value(text) else {
          problem =
            problem
            ?? Problem(
              field: field.reader.column.name.uppercased(),
              message: "The value '\(text)' in field '\(field.reader.column.name.uppercased())' cannot be converted to \(field.typeName).")
          continue
        }
        if field.reader.index == companyIndex {
          guard text.equalsIgnoringASCIICase(context.company) else {
            problem =
              problem
              ?? Problem(
                field: "DATAAREAID", message: "The row is for company '\(text)', the package for '\(context.company)'.")
            continue
          }
          continue
        }
        do {
          value = try check.checked(read, column: field.reader.column, table: table)
        } catch let refusal as ServiceError {
          problem = problem ?? Problem(refusal, table, context.errors)
          continue
        }
        if let part = field.keyPart { staged.key[part] = value }
      }
      staged.values.append((position, value))
    }
    staged.keyText = DataFileWriter.line(staged.key.map { $0?.description ?? "" })
    if let problem { return problem }
    for (part, name) in plan.keyNames.enumerated() where staged.key[part] == nil && !plan.isAutoGenerated[part] {
      return Problem(field: name.uppercased(), message: "The key field '\(name.uppercased())' must have a value.")
    }
    return nil
  }

  /// Staging has each key once.
  private func duplicate(_ staged: borrowing StagedRow, _ plan: borrowing Plan, _ seen: inout Set<String>) -> Problem? {
    if staged.key.contains(where: { $0 == nil }) || seen.insert(staged.keyText.lowercased()).inserted { return nil }
    return Problem(
      field: plan.keyNames.last?.uppercased() ?? "", message: "The record already exists: the file has this key more than once.")
  }

  // MARK: Target

  /// - Returns: whether the row is new.
  private func write(
    _ staged: borrowing StagedRow, _ plan: borrowing Plan, _ steps: borrowing WriteSteps, _ companyIndex: Int?
  ) throws -> Bool {
    var existing: Row?
    var key: [Value] = companyIndex == nil ? [] : [.string(context.company)]
    // In the order of the table's key, which begins with the company where there is one.
    for part in plan.keyNames.indices { if let value = staged.key[part] { key.append(value) } }
    if key.count == schema.key.count { existing = try context.store.row(schema, key: key) }
    var draft = Draft(schema)
    for (position, value) in staged.values {
      let field = plan.fields[position]
      if existing == nil {
        // Nothing in the file lets the entity's own default stand (proposed).
        if field.canCreate, value != field.reader.empty || field.keyPart != nil { draft.set(value, at: field.reader.index) }
      } else if field.canUpdate, field.keyPart == nil {
        draft.set(value, at: field.reader.index)
      }
    }
    return try context.store.transaction {
      if let existing {
        _ = try steps.update(existing, draft)
        return false
      }
      _ = try steps.create(draft)
      return true
    }
  }

  // MARK: Errors

  /// A row's reason.
  private struct Problem {
    let field: String
    let message: String

    init(field: String, message: String) {
      self.field = field
      self.message = message
    }

    init(_ error: any Error, _ table: TableDefinition, _ errors: SupplyChainErrors) {
      let refusal: ServiceError
      switch error {
      case let error as ServiceError: refusal = error
      case StoreError.duplicate(_, let key, let columns, let values):
        refusal = errors.duplicate(table: table, key: key, columns: columns, values: values)
      default: refusal = errors.internalError("\(error)")
      }
      // What the OData service says round it is no part of the infolog.
      let marker = "Infolog: "
      let text = refusal.message.firstRange(of: marker).map { String(refusal.message[$0.upperBound...]) } ?? refusal.message
      let start = text.firstRange(of: "validateField failed on field '\(table.internalName).")
      field = start.map { text[$0.upperBound...].prefix { $0 != "'" }.uppercased() } ?? ""
      message = text
    }
  }

  private func fail(_ message: String, number: Int, _ outcome: inout Outcome) throws {
    outcome.stagingErrors += 1
    try record(Problem(field: "", message: message), number: number, key: "", isStaging: true)
  }

  private func record(_ problem: Problem, number row: Int, key: String, isStaging: Bool) throws {
    var record = context.newRecord(Execution.errorTable)
    record["ExecutionId"] = .string(executionID)
    record["EntityName"] = .string(entity.name)
    record["ErrorNumber"] = .int(Int64(isStaging ? row * 2 : row * 2 + 1))
    record["IsStaging"] = .bool(isStaging)
    record["RecordNumber"] = .int(Int64(row))
    record["Field"] = .string(problem.field)
    record["KeyText"] = .string(key)
    record["Message"] = .string(problem.message)
    try context.save(record)
  }
}

/// A map that leads to no field, or a file whose columns nobody knows.
private struct BadMapping: Error {
  let message: String
}

/// Which column of the file goes where: worked out once, and again where an XML file names further columns.
private struct Plan {
  struct Field {
    let reader: FieldReader
    /// The file's column.
    let source: Int
    /// Which part of the key it is, the company not counted.
    let keyPart: Int?
    let canCreate: Bool
    let canUpdate: Bool
    let typeName: String
  }

  let keyNames: [String]
  private(set) var isAutoGenerated: [Bool]
  private(set) var fields: [Field] = []
  private(set) var columnCount = 0
  private var firstCount: Int?

  init(keyNames: [String]) {
    self.keyNames = keyNames
    isAutoGenerated = Array(repeating: false, count: keyNames.count)
  }

  /// The columns of the error file are those the file had when the first row failed.
  func errorFileColumns(_ count: Int) -> Int { firstCount ?? count }

  mutating func extend(
    by columns: [String], _ map: [PackageManifest.FieldMap], _ table: TableDefinition, _ schema: TableSchema
  ) throws {
    for source in columnCount..<columns.count {
      let name = columns[source]
      let field: String
      if map.isEmpty {
        if name.equalsIgnoringASCIICase(EntityImport.reasonColumn) { continue }
        field = name
      } else {
        // What the map does not name is left alone.
        guard let mapped = map.first(where: { $0.sourceField.equalsIgnoringASCIICase(name) }) else { continue }
        field = mapped.entityField
      }
      guard let column = table.columns.first(where: { !$0.isHidden && $0.name.equalsIgnoringASCIICase(field) }),
        let index = schema.index(of: column.name)
      else {
        // The product's words (inferred).
        throw BadMapping(message: "The mapping is incorrect for entity '\(table.entitySet)' and field '\(field)'.")
      }
      fields.append(
        Field(
          reader: FieldReader(column, index: index, in: schema), source: source, keyPart: keyNames.firstIndex(of: column.name),
          canCreate: column.canCreate, canUpdate: column.canUpdate, typeName: Self.typeName(column)))
    }
    if columnCount == 0 {
      for entry in map {
        guard table.columns.contains(where: { !$0.isHidden && $0.name.equalsIgnoringASCIICase(entry.entityField) }) else {
          throw BadMapping(message: "The mapping is incorrect for entity '\(table.entitySet)' and field '\(entry.entityField)'.")
        }
        let part = keyNames.firstIndex { $0.equalsIgnoringASCIICase(entry.entityField) }
        if let part, entry.isAutoGenerated { isAutoGenerated[part] = true }
      }
      firstCount = columns.count
    }
    columnCount = columns.count
  }

  private static func typeName(_ column: ColumnDefinition) -> String {
    switch column.type {
    case .enumeration(let name): "a value of \(name)"
    case .int32, .int64: "a whole number"
    case .decimal: "a number"
    case .date, .dateTimeOffset: "a date"
    case .boolean: "yes or no"
    case .guid: "a GUID"
    case .string, .double, .binary: "text"
    }
  }
}
