import OData
import Testing

@testable import SalesTwin

@Suite("Pricing errors")
struct PricingErrorTests {
  /// One way to a pricing error: what is done to a quote's line, and the code it shows afterwards.
  struct Way: Sendable, CustomTestStringConvertible {
    let code: PricingError
    let about: String
    let go: @Sendable (SalesClient, SalesClient.Catalog, _ quote: String) throws -> Void

    var testDescription: String { "\(code.rawValue) \(about)" }

    init(
      _ code: PricingError, _ about: String, _ go: @escaping @Sendable (SalesClient, SalesClient.Catalog, _ quote: String) throws -> Void
    ) {
      self.code = code
      self.about = about
      self.go = go
    }

    /// The price list item of the product is changed before the line is made.
    static func item(_ code: PricingError, _ about: String, product: JSON = [:], _ item: JSON) -> Way {
      Way(code, about) { sales, catalog, quote in
        if product != [:] { try sales.patch("products(\(catalog.bike))", product) }
        try sales.patch("productpricelevels(\(try sales.item(of: catalog.bike)))", item)
        try sales.line("quotes", quote, product: catalog.bike, quantity: "3")
      }
    }

    /// The line is fine; then something behind it changes and prices are calculated again.
    static func later(
      _ code: PricingError, _ about: String, _ change: @escaping @Sendable (SalesClient, SalesClient.Catalog) throws -> Void
    ) -> Way {
      Way(code, about) { sales, catalog, quote in
        try sales.line("quotes", quote, product: catalog.bike, quantity: "1.5")
        #expect(try number(try sales.get("quotes(\(quote))"), "pricingerrorcode") == 0)
        try change(sales, catalog)
        try sales.recalculate("quote", quote)
      }
    }
  }

  static let ways: [Way] = [
    .later(.missingPriceLevel, "a list is needed now and the quote has none") { sales, catalog in
      let quote = try #require(try sales.list("quotes")[0]["quoteid"]?.stringValue)
      let organization = try #require(try sales.list("organizations")[0]["organizationid"]?.stringValue)
      try sales.patch("organizations(\(organization))", ["ispricelistmandatory": false])
      try sales.patch("quotes(\(quote))", ["pricelevelid": nil])
      try sales.patch("organizations(\(organization))", ["ispricelistmandatory": true])
    },
    .later(.inactivePriceLevel, "the list was made inactive") { sales, catalog in
      try sales.patch("pricelevels(\(catalog.priceList))", ["statecode": 1])
    },
    Way(.missingQuantity, "no quantity") { sales, catalog, quote in
      try sales.create(
        "quotedetails",
        ["quoteid@odata.bind": .string("/quotes(\(quote))"), "productid@odata.bind": .string("/products(\(catalog.bike))")])
    },
    Way(.missingUnitPrice, "an overridden price that is not there") { sales, catalog, quote in
      try sales.line("quotes", quote, product: catalog.bike, quantity: "1", ["ispriceoverridden": true])
    },
    Way(.missingUnitPrice, "a write-in without price") { sales, _, quote in
      try sales.writeIn("quotes", quote, "Lesson", ["quantity": 1])
    },
    Way(.missingProduct, "an existing product that is not named") { sales, _, quote in
      try sales.writeIn("quotes", quote, "Lesson", ["quantity": 1, "priceperunit": 5, "isproductoverridden": false])
    },
    Way(.missingProduct, "a write-in without a name") { sales, _, quote in
      try sales.create(
        "quotedetails",
        ["quoteid@odata.bind": .string("/quotes(\(quote))"), "isproductoverridden": true, "quantity": 1, "priceperunit": 5])
    },
    .later(.invalidProduct, "the product was retired") { sales, catalog in
      try sales.patch("products(\(catalog.bike))", ["statecode": 1])
    },
    .item(.missingPricingCode, "an item without method", ["pricingmethodcode": nil]),
    Way(.productNotInPriceLevel, "another unit than the item's") { sales, catalog, quote in
      let dozen = try sales.create(
        "uoms",
        [
          "name": "dozen", "quantity": 12, "uomscheduleid@odata.bind": .string("/uomschedules(\(catalog.unitGroup))"),
          "baseuom@odata.bind": .string("/uoms(\(catalog.each))"),
        ])
      try sales.line("quotes", quote, product: catalog.bike, quantity: "1", ["uomid@odata.bind": .string("/uoms(\(dozen))")])
    },
    .item(.missingPriceLevelAmount, "an item without amount", ["amount": nil]),
    .item(.missingPriceLevelPercentage, "a percentage that is not there", ["pricingmethodcode": 2, "percentage": nil]),
    .item(.missingPrice, "no list price", product: ["price": nil], ["pricingmethodcode": 2, "percentage": 10]),
    .item(.missingCurrentCost, "no current cost", ["pricingmethodcode": 3, "percentage": 10]),
    .item(.missingCurrentCost, "no current cost for a margin", ["pricingmethodcode": 4, "percentage": 10]),
    .item(.missingStandardCost, "no standard cost", ["pricingmethodcode": 5, "percentage": 10]),
    .item(.missingStandardCost, "no standard cost for a margin", ["pricingmethodcode": 6, "percentage": 10]),
    .item(
      .invalidPriceLevelPercentage, "a margin of all", product: ["currentcost": 60], ["pricingmethodcode": 4, "percentage": 100]),
    .item(.invalidRoundingPolicy, "no rounding policy", ["roundingpolicycode": nil]),
    .item(
      .invalidRoundingOption, "no rounding option", ["roundingpolicycode": 2, "roundingoptioncode": nil, "roundingoptionamount": 1]),
    .item(.invalidRoundingAmount, "rounding to nothing", ["roundingpolicycode": 2, "roundingoptioncode": 2]),
    .item(
      .invalidRoundingAmount, "rounding to less than nothing",
      ["roundingpolicycode": 2, "roundingoptioncode": 2, "roundingoptionamount": -1]),
    Way(.invalidDiscountType, "a discount in another currency") { sales, catalog, quote in
      let euro = try sales.currency("EUR", rate: "0.8")
      let list = try sales.discountList(
        amounts: true, ["transactioncurrencyid@odata.bind": .string("/transactioncurrencies(\(euro))")])
      try sales.step(list, 1, 100, ["amount": 5])
      try sales.useDiscounts(list, for: catalog.bike)
      try sales.line("quotes", quote, product: catalog.bike, quantity: "3")
    },
    Way(.invalidDiscount, "a discount without amount") { sales, catalog, quote in
      let list = try sales.discountList(amounts: true)
      try sales.step(list, 1, 100, [:])
      try sales.useDiscounts(list, for: catalog.bike)
      try sales.line("quotes", quote, product: catalog.bike, quantity: "3")
    },
    Way(.invalidDiscount, "a discount of more than all") { sales, catalog, quote in
      let list = try sales.discountList(amounts: false)
      try sales.step(list, 1, 100, ["percentage": 101])
      try sales.useDiscounts(list, for: catalog.bike)
      try sales.line("quotes", quote, product: catalog.bike, quantity: "3")
    },
    .later(.invalidQuantity, "the product is sold in whole units now") { sales, catalog in
      try sales.patch("products(\(catalog.bike))", ["quantitydecimal": 0])
    },
    .later(.invalidQuantity, "the item is sold in whole units now") { sales, catalog in
      try sales.patch("productpricelevels(\(try sales.item(of: catalog.bike)))", ["quantitysellingcode": 2])
    },
    Way(.priceAttributeOutOfRange, "more than money columns hold") { sales, _, quote in
      try sales.writeIn("quotes", quote, "Island", ["quantity": 100_000_000_000, "priceperunit": 900_000_000_000])
    },
    Way(.baseCurrencyAttributeOverflow, "more than they hold in base currency") { sales, _, _ in
      try sales.writeIn("quotes", try sales.dearQuote(), "Island", ["quantity": 1_000_000, "priceperunit": 1_000_000])
    },
    Way(.baseCurrencyAttributeUnderflow, "less than they hold in base currency") { sales, _, _ in
      try sales.writeIn("quotes", try sales.dearQuote(), "Island", ["quantity": -1_000_000, "priceperunit": 1_000_000])
    },
  ]

  @Test("A line that cannot be priced is kept with its code and without amounts; its document shows a detail error", arguments: ways)
  func codes(way: Way) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let quote = try sales.quote(catalog)
    try way.go(sales, catalog, quote)
    let line = try #require(try sales.list("quotedetails").first)
    #expect(try number(line, "pricingerrorcode") == ExactDecimal(way.code.rawValue))
    #expect(line["baseamount"] == .null)
    #expect(line["extendedamount"] == .null)
    let header = try sales.get("quotes(\(try #require(line["_quoteid_value"]?.stringValue)))")
    #expect(try number(header, "pricingerrorcode") == ExactDecimal(PricingError.detail.rawValue))
    #expect(try number(header, "totalamount") == 0)
  }

  @Test("Every code but those said not to arise has a way to it")
  func everyCode() {
    #expect(Set(Self.ways.map(\.code)).union([.none, .detail]) == Set(PricingError.allCases))
  }

  @Test("A mended line takes its error from the document")
  func mended() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    let line = try sales.writeIn("salesorders", order, "Lesson", ["quantity": 2])
    try sales.line("salesorders", order, product: catalog.bell, quantity: "1")
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 25)
    try sales.patch("salesorderdetails(\(line))", ["priceperunit": 10])
    let header = try sales.get("salesorders(\(order))")
    #expect(try number(header, "pricingerrorcode") == 0)
    #expect(try number(header, "totalamount") == 45)
  }

  @Test("Sums that no money column holds are refused")
  func greatSums() throws {
    let sales = try SalesClient()
    let quote = try sales.quote(try sales.catalog())
    let great: JSON = ["quantity": 1000, "priceperunit": 900_000_000_000]
    try sales.writeIn("quotes", quote, "Island", great)
    let bind = "/quotes(\(quote))"
    let second: JSON = [
      "quoteid@odata.bind": .string(bind), "productdescription": "Island", "quantity": 1000, "priceperunit": 900_000_000_000,
    ]
    #expect(try sales.refusal(.post, "quotedetails", second) == "0x80044330")
    #expect(try sales.list("quotedetails").count == 1)
    #expect(try number(try sales.get("quotes(\(quote))"), "totalamount") == 900_000_000_000_000)
  }
}
