import Twin

/// Entity sets of the product that lead to something the twin does not emulate. They are refused by name, so that nobody
/// takes them for misspelt.
enum AbsentEntitySets {
  static func refusal(of set: String) -> ServiceError? {
    switch set {
    case "SrsFinanceCopilots": ServiceError.notEmulated("printed reports")
    default: nil
    }
  }
}
