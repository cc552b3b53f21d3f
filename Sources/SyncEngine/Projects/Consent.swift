public import OData

/// Somebody's word that rows may leave one system for the other: it may keep less strict rules about data, and stand in another region.
/// The product makes no project without it and logs it (sourced: CDSI-18; who and when as fields are proposed).
public struct Consent: Hashable, Sendable {
  /// A person, or whatever made the project.
  public let givenBy: String
  public let date: CalendarDate?

  public init(givenBy: String, date: CalendarDate? = nil) {
    self.givenBy = givenBy
    self.date = date
  }

  /// Of a project that a program has put together: whoever runs the program has agreed.
  public static let ofTheProgram = Consent(givenBy: "the program")
}

extension Consent: CustomStringConvertible {
  public var description: String { givenBy + (date.map { " on \($0)" } ?? "") }
}
