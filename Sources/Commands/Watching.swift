import Scenarios

/// What a command needs to run again when files change; only executables have it.
public struct Watching {
  /// When a file was written the last time, in any unit; `nil` where there is none.
  public var modified: (String) -> Int64?
  /// Waits so many milliseconds; `false` ends the watching.
  public var pause: (Int64) async -> Bool

  public init(modified: @escaping (String) -> Int64?, pause: @escaping (Int64) async -> Bool) {
    self.modified = modified
    self.pause = pause
  }

  /// Between two looks at the files.
  static let intervalMilliseconds: Int64 = 500
}
