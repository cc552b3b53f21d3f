import OData

/// The report for programs. `version` grows when a member changes its meaning or goes; new members may come at any time.
public enum BenchmarkJSON {
  public static let version = 1

  public static func text(_ report: BenchmarkReport) -> String {
    let machine = report.machine
    let json: JSON = [
      "version": number(version), "commit": .string(report.commit),
      "machine": [
        "processor": .string(machine.processor), "cores": number(machine.cores), "memoryMegabytes": number(machine.memoryMegabytes),
        "kernel": .string(machine.kernel), "build": .string(machine.build),
      ],
      "peakMemoryBytes": number(MachineFacts.peakBytes()),
      "repetitions": number(report.repetitions), "warmUps": number(report.warmUps), "workloads": .array(report.parts.map(part)),
    ]
    return json.text + "\n"
  }

  private static func part(_ part: BenchmarkReport.Part) -> JSON {
    [
      "name": .string(part.name), "title": .string(part.title), "notes": .array(part.notes.map(JSON.string)),
      "figures": .array(part.figures.map { ["name": .string($0.name), "value": rounded($0.value), "unit": .string($0.unit)] }),
      "cases": .array(part.measurements.map(measurement)), "curves": .array(part.curves.map(curve)),
      "targets": .array(part.targets.map(target)),
    ]
  }

  private static func curve(_ curve: LoadCurve) -> JSON {
    [
      "name": .string(curve.name), "closedLoopPerSecond": rounded(curve.closedLoop), "knee": curve.knee.map { number($0) } ?? .null,
      "steps": .array(
        curve.steps.map { step in
          [
            "offeredPerSecond": rounded(step.offered), "achievedPerSecond": rounded(step.achieved),
            "processorMicroseconds": rounded(step.processorMicroseconds), "answers": number(step.latencies.count),
            "microseconds": .object(
              JSONObject(
                Latencies.shown.map { .init($0.name, rounded(BenchmarkTable.microseconds(step.latencies, $0.percentile))) })),
            "errors": .object(
              JSONObject(
                step.errors.sorted { $0.key < $1.key }.map { .init($0.key == 0 ? "noAnswer" : String($0.key), number($0.value)) })),
          ]
        }),
    ]
  }

  private static func target(_ target: Target) -> JSON {
    [
      "name": .string(target.name), "requirement": .string(target.requirement), "measured": rounded(target.measured),
      "bound": rounded(target.bound), "isMost": .bool(target.isMost), "isMet": .bool(target.isMet), "figures": .string(target.figures),
    ]
  }

  private static func measurement(_ item: Measurement) -> JSON {
    var object: JSONObject = [
      "name": .string(item.name), "unit": .string(item.unit), "perCoreSecond": spread(item.perCoreSecond),
      "perSecond": spread(item.perSecond), "microseconds": spread(item.microseconds),
    ]
    if let baseline = item.baseline, let factor = item.factor {
      object.append("comparedWith", .string(baseline))
      object.append("factor", spread(factor))
    }
    if let counts = item.counts {
      object.append(
        "counts",
        .object(JSONObject([.init("units", number(counts.units))] + counts.work.named.map { .init($0.name, number($0.value)) })))
    }
    object.append(
      "samples",
      .array(
        item.samples.map {
          [
            "units": number($0.units), "wallNanoseconds": number(Int($0.wallNanoseconds)),
            "processorNanoseconds": number(Int($0.processorNanoseconds)),
            "clientNanoseconds": $0.clientNanoseconds.map { number(Int($0)) } ?? .null,
            "waitingNanoseconds": $0.waitingNanoseconds.map { number(Int($0)) } ?? .null,
            "instructions": $0.instructions.map { number(Int($0)) } ?? .null,
            "calibrationNanoseconds": number(Int($0.calibrationNanoseconds)),
          ]
        }))
    return .object(object)
  }

  private static func spread(_ spread: Spread) -> JSON {
    ["median": rounded(spread.median), "min": rounded(spread.min), "max": rounded(spread.max)]
  }

  private static func number(_ number: Int) -> JSON { .number(ExactDecimal(number)) }

  /// Three decimals tell all that a clock can.
  static func rounded(_ value: Double) -> JSON {
    .number(ExactDecimal(mantissa: Int128((value * 1000).rounded()), scale: 3).normalized)
  }
}
