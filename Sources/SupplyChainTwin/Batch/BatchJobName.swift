/// The jobs that can be scheduled.
enum BatchJobName: String {
  case calculateSalesTotals = "CalculateSalesTotals"
  case populateDistinctProductTable = "PopulateDistinctProductTable"
  case populateProspectToCash = "SalesPopulateProspectToCash"

  var operation: any BusinessOperation {
    switch self {
    case .calculateSalesTotals: CalculateSalesTotals()
    case .populateDistinctProductTable: PopulateDistinctProductTable()
    case .populateProspectToCash: PopulateProspectToCash()
    }
  }

  /// What people call it.
  var title: String {
    switch self {
    case .calculateSalesTotals: "Calculate sales totals"
    case .populateDistinctProductTable: "Populate distinct product table"
    case .populateProspectToCash: "SalesPopulateProspectToCash"
    }
  }
}
