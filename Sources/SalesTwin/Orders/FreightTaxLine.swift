import EntityStore
import OData
import Twin

/// The write-in line "Freight Tax" of an order that the integration maintains (R-ORD-14 … R-ORD-16).
///
/// The total tax that Supply Chain writes on the header holds the tax of the lines and the tax on header charges; Sales has
/// no place for the latter. The difference becomes the price of one write-in line, so that Sales' own total matches. That
/// there is such a line is [sourced]; how it comes about here is [proposed]: the header remembers the written total and
/// the line, and both are looked at after every write to the order or its lines.
///
/// The line has no sequence number: it is Sales' own, and no number of Supply Chain may ever mean it.
enum FreightTaxLine {
  static let name = "Freight Tax"

  static func isFreightTax(_ line: Record, of document: Document) -> Bool {
    document.kind == .order && !line["salesorderdetailid"].isNull && line["salesorderdetailid"] == document.header["freight_tax_line"]
  }

  static func isFreightTax(_ line: Row, of document: Document) -> Bool {
    document.kind == .order && line["salesorderdetailid"] == document.header["freight_tax_line"]
  }

  /// The line is gone; what it stood for is not.
  static func forget(_ document: inout Document) {
    document.header["freight_tax_line"] = .null
    document.header["freight_tax_amount"] = .decimal(.zero)
  }

  /// Makes the line say what the written total tax and the lines' tax differ by; zero removes it.
  static func settle(_ document: inout Document) throws {
    let work = document.work
    // A new header has no identifier for the line to refer to yet.
    guard !document.header.isNew, work.organization.usesSystemPricing,
      let written = document.header["written_total_tax"].decimalValue
    else { return }
    let difference = (written - document.sums.tax).rounded(to: document.currency.decimals)
    guard difference != document.header.decimal("freight_tax_amount") else { return }
    if let row = try work.row("salesorderdetail", document.header.guid("freight_tax_line")) {
      let old = LineContribution(row, isFreightTax: true)
      if difference.isZero {
        try work.deleteWithRelations(row, of: work.table("salesorderdetail"))
        try document.replace(old, with: .none)
        forget(&document)
        return
      }
      var line = Record(changing: row, of: work.table("salesorderdetail"))
      line["priceperunit"] = .decimal(difference)
      try LinePricing.apply(&line, product: nil, document)
      _ = try work.update(&line)
      try document.replace(old, with: LineContribution(line, isFreightTax: true))
    } else if !difference.isZero {
      let line = try create(difference, document)
      document.header["freight_tax_line"] = line["salesorderdetailid"]
      try document.replace(.none, with: LineContribution(line, isFreightTax: true))
    }
    document.header["freight_tax_amount"] = .decimal(difference)
  }

  private static func create(_ amount: ExactDecimal, _ document: Document) throws -> Row {
    let work = document.work
    var line = work.newRecord("salesorderdetail")
    line["_salesorderid_value"] = .guid(document.id)
    for column in ["salesorderdetailname", "productname", "productdescription", "description"] { line[column] = .string(name) }
    line["isproductoverridden"] = true
    line["ispriceoverridden"] = true
    line["priceperunit"] = .decimal(amount)
    line["quantity"] = .decimal(1)
    line["_transactioncurrencyid_value"] = .guid(document.currency.id)
    line["salesorderstatecode"] = document.header["statecode"]
    line["salesorderispricelocked"] = document.header["ispricelocked"]
    line["msdynce_ismaintainedexternally"] = true
    line["msdynce_ordernumber"] = document.header["ordernumber"]
    line["msdynce_orderhasexternallymaintainedproductsonly"] = .bool(document.hasExternallyMaintainedProductsOnly)
    for column in Work.ownerColumns {
      line[column] = document.header[column]
    }
    try LinePricing.apply(&line, product: nil, document)
    return try work.insert(&line)
  }
}
