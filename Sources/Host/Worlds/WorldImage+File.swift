import Ambient
import OData

/// A world image as bytes: a line that says what it is, a line of JSON, then both databases one after the other.
extension WorldImage {
  static let contentType = "application/vnd.p2c.world"
  private static let mark = Array("p2c-world-image 1\n".utf8)

  var encoded: [UInt8] {
    let head: JSON = [
      "plan": .object(plan.json), "models": models.json, "moment": .string(moment.description),
      "milliseconds": .number(ExactDecimal(moment.milliseconds)), "clock": clock.json,
      "randomness": .array(randomness.words.map { .number(ExactDecimal($0)) }), "salesBytes": .number(ExactDecimal(sales.count)),
      "supplyChainBytes": .number(ExactDecimal(supplyChain.count)),
    ]
    return Self.mark + head.encoded() + [UInt8(ascii: "\n")] + sales + supplyChain
  }

  /// - Throws: `ImageError`.
  init(decoding bytes: [UInt8]) throws(ImageError) {
    guard bytes.starts(with: Self.mark) else {
      let isNewer = bytes.starts(with: Array("p2c-world-image ".utf8))
      throw ImageError(
        isNewer
          ? "the image was written by a newer p2c; restore it with that one, or take a new snapshot with this one"
          : "these bytes are no world image; send what a snapshot's download answered, unchanged")
    }
    let rest = bytes[Self.mark.count...]
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")), let head = try? JSON(decoding: Array(rest[..<end])),
      let plan = head["plan"]?.objectValue.flatMap({ WorldPlan($0) }), let models = ModelFingerprints(head["models"]),
      let milliseconds = head["milliseconds"]?.numberValue?.exactInt64,
      let clock = HostedClock(head["clock"]),
      let randomness = Ambient.Randomness(words: (head["randomness"]?.arrayValue ?? []).compactMap { $0.unsignedValue }),
      let salesBytes = head["salesBytes"]?.numberValue?.exactInt64, let otherBytes = head["supplyChainBytes"]?.numberValue?.exactInt64,
      salesBytes >= 0, otherBytes >= 0, Int64(rest.endIndex - end - 1) == salesBytes.addingReportingOverflow(otherBytes).partialValue
    else { throw ImageError("the image is damaged or incomplete; download the snapshot again") }
    let start = end + 1
    let middle = start + Int(salesBytes)
    self.init(
      plan: plan, models: models, moment: Timestamp(milliseconds: milliseconds), clock: clock, randomness: randomness,
      sales: Array(bytes[start..<middle]), supplyChain: Array(bytes[middle...]))
  }
}

/// Bytes that are no image of a world, or one of another model.
struct ImageError: Error, CustomStringConvertible {
  let message: String
  var description: String { message }

  init(_ message: String) { self.message = message }
}
