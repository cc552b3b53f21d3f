#if PLANTED_SLOWDOWN
  import Glibc

  /// Makes everything that is measured slower, to show that a comparison finds it. Only in builds with `P2C_PLANTED=1` in the environment
  /// of `swift build`, and only where the program's name says how much: `p2c-time-0.15` works for 15 % of the time longer,
  /// `p2c-steps-20000` does so many steps more, which can be counted.
  struct PlantedSlowdown {
    private var share = 0.0
    private var steps = 0
    private var nanosecondsPerStep = 0.0

    init(_ clocks: MeasuringClocks) {
      let words = (CommandLine.arguments[0].split(separator: "/").last ?? "").split(separator: "-")
      switch words.dropLast().last {
      case "time": share = words.last.flatMap { Double($0) } ?? 0
      case "steps": steps = words.last.flatMap { Int($0) } ?? 0
      default: break
      }
      guard share > 0 else { return }
      let tried = 1_000_000
      let times = (0..<5).map { _ -> Int64 in
        let start = clocks.wall()
        Calibration.keep(Calibration.spin(tried, from: UInt64(bitPattern: start)))
        return clocks.wall() - start
      }
      nanosecondsPerStep = Double(times.min() ?? 1) / Double(tried)
    }

    /// Works on behind what has just taken so long.
    func add(to nanoseconds: Int64) {
      let more = share > 0 ? Int(Double(nanoseconds) * share / nanosecondsPerStep) : steps
      if more > 0 { Calibration.keep(Calibration.spin(more, from: UInt64(bitPattern: nanoseconds))) }
    }
  }
#endif
