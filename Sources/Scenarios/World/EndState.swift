import OData

extension World {
  /// A fingerprint of everything both systems show: every row of every entity set, versions included. Two worlds that went
  /// through the same history have the same, whether their requests travelled in process or over sockets.
  func endState() async throws -> String {
    var hash = Fingerprint()
    for client in [sales, supplyChain] {
      for set in client.schema.model.entitySets {
        hash.add(set.name.utf8)
        for row in try await client.query(RecordQuery(set: set.name)) { hash.add(JSON.object(row).encoded()) }
      }
    }
    return hash.text
  }
}

/// Two FNV-1a hashes side by side, 128 bits: enough to tell histories apart, and the same on every machine.
private struct Fingerprint {
  private var high: UInt64 = 0xcbf2_9ce4_8422_2325
  private var low: UInt64 = 0x6c62_272e_07bb_0142

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      high = (high ^ UInt64(byte)) &* 0x100_0000_01b3
      low = (low ^ UInt64(byte)) &* 0x100_0000_01b3 &+ 1
    }
  }

  var text: String { GUID(high: high, low: low).description }
}
