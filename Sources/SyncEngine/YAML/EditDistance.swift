extension String {
  /// How many letters must be added, dropped or replaced to turn one into the other, without regard to case.
  func editDistance(to other: String) -> Int {
    let (a, b) = (Array(lowercased().unicodeScalars), Array(other.lowercased().unicodeScalars))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = Swift.min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
