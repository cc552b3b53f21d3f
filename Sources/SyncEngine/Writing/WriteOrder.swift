/// In which order the rows of a page are written: the rows of a document together, and two rows of one key one after the other, since
/// the second one is to find what the first has made (the destination then holds what the second says, as the product's does).
enum WriteOrder {
  /// Positions of the rows, wave by wave; a wave is settled before the next begins. Mostly there is one.
  static func waves(_ rows: [WritableRow]) -> [[Int]] {
    var waves: [[Int]] = []
    var uses: [String: Int] = [:]
    uses.reserveCapacity(rows.count)
    for index in byDocument(rows) {
      let key = rows[index].destinationKey.lowercased()
      let wave = uses[key, default: 0]
      uses[key] = wave + 1
      if wave == waves.count { waves.append([]) }
      waves[wave].append(index)
    }
    return waves
  }

  private static func byDocument(_ rows: [WritableRow]) -> [Int] {
    guard rows.contains(where: { $0.document != nil }) else { return Array(rows.indices) }
    var groups: [[Int]] = []
    var known: [String: Int] = [:]
    for (index, row) in rows.enumerated() {
      guard let document = row.document else {
        groups.append([index])
        continue
      }
      if let group = known[document] {
        groups[group].append(index)
      } else {
        known[document] = groups.count
        groups.append([index])
      }
    }
    return groups.flatMap { $0 }
  }
}
