import OData
import SupplyChainTwin
import Testing
import Twin

/// Limits of Supply Chain by level, where that is more than a contract shows.
struct LevelLimitTests {
  @Test("An upgrade takes the limits of the new release with it, and those that were asked for")
  func upgrade() throws {
    let company = try TestCompany(SupplyChainConfiguration(level: "7.3"), setUp: false)
    company.service.protect(try LimitSettings(["requests": 1, "retrySeconds": 30], resources: true))
    func status(_ requests: Int) -> Int? { (0..<requests).map { _ in company.send(.get, "Currencies").status }.last }
    #expect(status(3) == 200)
    try company.install("10.0")
    #expect(status(2) == 429)
    try company.install("10.0.35")
    // Other limits: what was counted is forgotten.
    #expect(status(1) == 200)
    #expect(status(1) == 429)
    try company.install("10.0.36")
    #expect(status(3) == 200)
  }

  @Test("People before forms are turned away by no limit")
  func forms() throws {
    let company = try TestCompany(SupplyChainConfiguration(level: "10.0.36"), setUp: false)
    company.service.protect(try LimitSettings(["utilization": 100], resources: true))
    #expect(company.send(.get, "Currencies").status == 429)
    #expect(company.onForms.send(.get, "Currencies").status == 200)
  }

  @Test("No header tells what is left")
  func silent() throws {
    let company = try TestCompany(SupplyChainConfiguration(level: "10.0"), setUp: false)
    company.service.protect(.standard)
    #expect(company.send(.get, "Currencies").headers.fields.allSatisfy { !$0.name.lowercased().contains("ratelimit") })
  }
}
