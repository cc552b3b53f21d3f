import EntityStore
import OData
import Scenarios
import Twin

/// What the tables of both systems look like, in one number each: stored rows only go back into the same tables.
struct ModelFingerprints: Hashable, Sendable {
  let sales: String
  let supplyChain: String

  init(_ twins: Twins) {
    sales = Self.fingerprint(twins.sales.service.product.model)
    supplyChain = Self.fingerprint(twins.supplyChain.service.product.model)
  }

  init?(_ json: JSON?) {
    guard let sales = json?["sales"]?.stringValue, let supplyChain = json?["supplyChain"]?.stringValue else { return nil }
    self.sales = sales
    self.supplyChain = supplyChain
  }

  var json: JSON { ["sales": .string(sales), "supplyChain": .string(supplyChain)] }

  /// Names of the systems whose tables differ.
  func differences(from other: ModelFingerprints) -> [String] {
    (sales == other.sales ? [] : ["Sales"]) + (supplyChain == other.supplyChain ? [] : ["Supply Chain"])
  }

  /// FNV-1a over tables, columns and keys in their order: enough to tell models apart, the same on every machine.
  private static func fingerprint(_ model: ServiceModel) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ text: String) {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    for table in model.schemas {
      add(table.name)
      for column in table.columns {
        add(column.name)
        add("\(column.type) \(column.scale)")
      }
      for key in table.key { add(key) }
      for key in table.uniqueKeys {
        add(key.name)
        for column in key.columns { add(column) }
      }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
