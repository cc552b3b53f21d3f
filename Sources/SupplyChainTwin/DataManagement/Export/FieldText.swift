import DataPackages
import OData

/// How a value stands in a data file (forms inferred): dates as `2018-04-03 08:00:00`, everything else as in OData.
enum FieldText {
  static func write(_ value: Value, to writer: inout DataFileWriter) {
    switch value {
    case .string(let text): writer.write(text)
    case .null: writer.write("")
    case .timestamp(let moment): writer.write(Self.text(moment))
    default: writer.write(value.description)
    }
  }

  private static func text(_ moment: Timestamp) -> String {
    // Most dates are the one that stands for none.
    if moment == EmptyDate.moment { return emptyMoment }
    var bytes = Array(moment.description.utf8)
    if let mark = bytes.firstIndex(of: UInt8(ascii: "T")) { bytes[mark] = UInt8(ascii: " ") }
    bytes.removeLast()
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let emptyMoment = "1900-01-01 12:00:00"
}
