import OData

/// R-SET-9: a country the map does not know is refused.
struct CountryMapCheck: SetupCheck {
  let rule = "R-SET-9"
  let title = "The country map covers the countries of accounts"
  let place = "the mapping of T1, row ADDRESSCOUNTRYREGIONISOCODE"
  let remedy = "Add these countries to the value map; the blank key stands for none."
  let byHand = "Compare the countries of accounts with the value map."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    guard let row = ends.row("T1", "ADDRESSCOUNTRYREGIONISOCODE") else { return .ok("the template maps no country") }
    let used = try await ends.salesRows("accounts", ["address1_country"], filter: "accountnumber ne null").texts("address1_country")
    let strange = used.filter { country in
      let code = row.applied(to: country)
      return code.utf8.count != 2 || !code.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }
    return .missing(strange, { "no code for \($0)" }, otherwise: "\(used.count) spellings of countries have a code")
  }
}
