extension String {
  /// A name in capitals as words: `CustomerAccount` reads "Customer account".
  var inWords: String {
    var words = ""
    for character in self {
      if character.isUppercase, let last = words.last, last.isLowercase {
        words += " " + character.lowercased()
      } else {
        words.append(character)
      }
    }
    return words
  }
}
