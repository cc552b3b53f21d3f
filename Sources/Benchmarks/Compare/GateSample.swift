import OData

/// What one process of one build has measured: figures by case and measure, each for one unit of the case.
public struct GateSample: Sendable {
  /// What is wrong with a report that was to be read.
  public struct Unreadable: Error, CustomStringConvertible {
    public let description: String
  }

  /// In the order of the report.
  let items: [String]
  private(set) var figures: [String: [GateMeasure: Double]]
  /// What has counted the instructions; `nil` where nothing has.
  public private(set) var counter: InstructionSource?
  /// How long `Calibration` took, in the least disturbed rounds.
  let calibrationNanoseconds: Double

  /// - Parameter json: a report of `BenchmarkJSON`.
  /// - Throws: `Unreadable`.
  public init(json text: [UInt8]) throws {
    guard let json = try? JSON(decoding: text), json["version"]?.numberValue?.exactInt64 == Int64(BenchmarkJSON.version) else {
      throw Unreadable(description: "this is no report of benchmarks of version \(BenchmarkJSON.version)")
    }
    var items: [String] = []
    var figures: [String: [GateMeasure: Double]] = [:]
    var calibrations: [Double] = []
    for workload in json["workloads"]?.arrayValue ?? [] {
      guard let name = workload["name"]?.stringValue else { continue }
      for item in workload["cases"]?.arrayValue ?? [] {
        guard let short = item["name"]?.stringValue else { continue }
        let full = "\(name).\(short)"
        items.append(full)
        let samples = item["samples"]?.arrayValue ?? []
        func each(_ member: String) -> [Double] {
          samples.compactMap { sample in
            guard let value = Self.double(sample[member]), let units = Self.double(sample["units"]), units > 0 else { return nil }
            return value / units
          }
        }
        var found: [GateMeasure: Double] = [:]
        // A round in which the thread waited for a processor says how busy the machine was. Where nobody counts that, all rounds have a
        // say.
        let walls = zip(samples, each("wallNanoseconds")).filter { (Self.double($0.0["waitingNanoseconds"]) ?? 0) == 0 }.map(\.1)
        found[.wall] = Self.undisturbed(walls)
        found[.processor] = Self.undisturbed(each("processorNanoseconds"))
        found[.instructions] = each("instructions").min()
        if found[.instructions] != nil { counter = .processor }
        if let counts = item["counts"], let units = Self.double(counts["units"]), units > 0 {
          for measure in GateMeasure.allCases where measure.isCount && measure != .instructions {
            if let value = Self.double(counts[measure.rawValue]) { found[measure] = value / units }
          }
        }
        figures[full] = found
        calibrations += samples.compactMap { Self.double($0["calibrationNanoseconds"]) }
      }
    }
    guard !items.isEmpty, !calibrations.isEmpty else { throw Unreadable(description: "the report holds no case that was measured") }
    self.items = items
    self.figures = figures
    calibrationNanoseconds = Self.undisturbed(calibrations) ?? 0
  }

  /// For tests, and for what was measured otherwise.
  init(items: [String], figures: [String: [GateMeasure: Double]], calibrationNanoseconds: Double) {
    self.items = items
    self.figures = figures
    self.calibrationNanoseconds = calibrationNanoseconds
  }

  /// Puts in the instructions that callgrind has counted, of the whole work of each case.
  public mutating func take(instructions: [String: Double]) {
    counter = .callgrind
    for item in items {
      // Callgrind knows cases by their own name.
      let match = instructions.first { item.hasSuffix(".\($0.key)") }
      if let match { figures[item]?[.instructions] = match.value }
    }
  }

  /// A tenth of the rounds was quicker. Others on the machine only ever make work slower, so the quick rounds are those that tell of the
  /// program; the very quickest may have been lucky.
  private static func undisturbed(_ figures: [Double]) -> Double? {
    figures.isEmpty ? nil : figures.sorted()[figures.count / 10]
  }

  private static func double(_ json: JSON?) -> Double? { json?.numberValue.flatMap { Double($0.description) } }
}
