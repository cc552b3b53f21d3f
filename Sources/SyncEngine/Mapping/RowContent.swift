import OData
import PlantedBugs

/// Hashes what a row would say at the destination: its key and every mapped value, lookups as business values. Made before lookups are
/// resolved and before a body is written, so that a row that is known to be there costs neither.
struct RowContent {
  private var bytes: [UInt8] = []

  mutating func hash(_ row: MappedRow) -> ContentHash {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: row.destinationKey.utf8)
    for value in PlantedBug.firstColumnNotCompared.isOn ? row.values.dropFirst() : row.values[...] {
      // Unit and record separators keep ("ab", "c") and ("a", "bc") apart; the tag keeps "1" and 1 apart.
      bytes.append(0x1F)
      switch value {
      case .null: bytes.append(0x30)
      case .string(let text):
        bytes.append(0x31)
        bytes.append(contentsOf: text.utf8)
      case .bool(let bool): bytes.append(bool ? 0x33 : 0x32)
      case .int(let int): append(0x34, int)
      case .decimal(let decimal):
        bytes.append(0x35)
        decimal.append(to: &bytes)
      case .date(let date): append(0x36, Int64(date.days))
      case .timestamp(let time): append(0x37, time.milliseconds)
      case .guid(let id):
        append(0x38, Int64(bitPattern: id.high))
        append(0x38, Int64(bitPattern: id.low))
      }
    }
    return ContentHash(bytes)
  }

  private mutating func append(_ tag: UInt8, _ number: Int64) {
    bytes.append(tag)
    for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift))) }
  }
}
