/// What counts instructions.
public enum InstructionSource: String, Sendable {
  /// The processor's own counter, in every round.
  case processor
  /// Valgrind, in one round of each case.
  case callgrind
}
