/// Version of the programs built from this package: the one place it is written.
public enum ProgramVersion {
  public static let current = "0.3.0"
}
