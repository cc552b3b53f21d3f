#if PLANTED_SLOWDOWN
  import Glibc

  /// Makes everything that is measured slower by a share of itself, to show that a comparison finds it. Only in builds with
  /// `P2C_PLANTED=1` in the environment of `swift build`, and only where `P2C_PLANT` says how much: `0.15`.
  struct PlantedSlowdown {
    private let share: Double
    private let nanosecondsPerRound: Double

    init(_ clocks: MeasuringClocks) {
      share = getenv("P2C_PLANT").flatMap { Double(String(cString: $0)) } ?? 0
      let rounds = 1_000_000
      let times = (0..<5).map { _ -> Int64 in
        let start = clocks.wall()
        Calibration.keep(Calibration.spin(rounds, from: UInt64(bitPattern: start)))
        return clocks.wall() - start
      }
      nanosecondsPerRound = Double(times.min() ?? 1) / Double(rounds)
    }

    /// Works for a share of what has just been worked.
    func add(to nanoseconds: Int64) {
      guard share > 0 else { return }
      Calibration.keep(Calibration.spin(Int(Double(nanoseconds) * share / nanosecondsPerRound), from: UInt64(bitPattern: nanoseconds)))
    }
  }
#endif
