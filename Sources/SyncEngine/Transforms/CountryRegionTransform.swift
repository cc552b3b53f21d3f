/// Turns a country's name or three-letter code into the two-letter code finance and operations takes (purpose sourced: CDSI-18; stored
/// form and this list proposed: the countries of the published value maps and their neighbours).
public struct CountryRegionTransform: Hashable, Sendable {
  public static let typeName = "CountryRegionNameToISOCode"

  public init() {}

  func applied(to text: String) -> String { Self.codes[text.lowercased()] ?? text }

  private static let codes: [String: String] = [
    "usa": "US", "united states": "US", "united states of america": "US", "germany": "DE", "deu": "DE", "deutschland": "DE",
    "france": "FR", "fra": "FR", "united kingdom": "GB", "uk": "GB", "gbr": "GB", "great britain": "GB", "japan": "JP", "jpn": "JP",
    "india": "IN", "ind": "IN", "australia": "AU", "aus": "AU", "canada": "CA", "can": "CA", "austria": "AT", "aut": "AT",
    "belgium": "BE", "bel": "BE", "brazil": "BR", "bra": "BR", "china": "CN", "chn": "CN", "denmark": "DK", "dnk": "DK",
    "finland": "FI", "fin": "FI", "ireland": "IE", "irl": "IE", "italy": "IT", "ita": "IT", "mexico": "MX", "mex": "MX",
    "netherlands": "NL", "nld": "NL", "norway": "NO", "nor": "NO", "poland": "PL", "pol": "PL", "portugal": "PT", "prt": "PT",
    "spain": "ES", "esp": "ES", "sweden": "SE", "swe": "SE", "switzerland": "CH", "che": "CH", "argentina": "AR", "arg": "AR",
    "venezuela": "VE", "ven": "VE",
  ]
}
