import Ambient
import EntityStore
import OData

/// Many accounts written straight into a store: the data of the store's benchmarks. The row of a number is always the same.
struct StoredAccounts {
  let schema: TableSchema
  private let blank: [Value]
  private let columns: [String: Int]

  init(_ schema: TableSchema) {
    self.schema = schema
    blank = schema.defaultValues
    columns = Dictionary(schema.columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func key(_ number: Int) -> GUID {
    // Spread as the random identifiers of the product are: keys in order would flatter every index.
    var generator = SeededGenerator(seed: UInt64(number), stream: 7)
    return GUID(high: generator.next(), low: generator.next())
  }

  func name(_ number: Int) -> String { BenchmarkTwins.name(number) }

  /// - Parameter progress: told now and then how many rows are in.
  func fill(_ store: EntityStore, _ count: Int, progress: (Int) -> Void) throws {
    let block = 10_000
    for start in stride(from: 0, to: count, by: block) {
      let end = min(start + block, count)
      try store.transaction { for number in start..<end { _ = try store.insert(schema, row(number)) } }
      progress(end)
    }
  }

  private func row(_ number: Int) -> [Value] {
    var values = blank
    func set(_ name: String, _ value: Value) { if let index = columns[name] { values[index] = value } }
    set("accountid", .guid(key(number)))
    for member in BenchmarkTwins.account(number).members {
      switch member.value {
      case .string(let text): set(member.name, .string(text))
      case .number(let number): set(member.name, member.name == "creditlimit" ? .decimal(number) : .int(number.exactInt64 ?? 0))
      default: break
      }
    }
    let moment = Value.timestamp(Timestamp(milliseconds: 1_522_742_400_000 + Int64(number) * 1000))
    set("createdon", moment)
    set("modifiedon", moment)
    return values
  }
}
