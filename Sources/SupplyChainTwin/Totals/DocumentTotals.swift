public import OData
import PlantedBugs

/// The totals of an order, a quotation or an invoice from its parts (supply-chain-odata.md 7.6; relations inferred).
public struct DocumentTotals: Hashable, Sendable {
  public struct Line: Hashable, Sendable {
    /// Amount after discounts, before tax.
    public let net: ExactDecimal
    public let discount: ExactDecimal
    /// On the line and on its charges.
    public let tax: ExactDecimal
    /// Charges of the line, before tax.
    public let charges: ExactDecimal

    public init(net: ExactDecimal, discount: ExactDecimal, tax: ExactDecimal, charges: ExactDecimal = .zero) {
      self.net = net
      self.discount = discount
      self.tax = tax
      self.charges = charges
    }
  }

  /// A charge on the header, such as freight.
  public struct Charge: Hashable, Sendable {
    public let amount: ExactDecimal
    public let tax: ExactDecimal

    public init(amount: ExactDecimal, tax: ExactDecimal) {
      self.amount = amount
      self.tax = tax
    }
  }

  public let linesNet: ExactDecimal
  /// Charges of the lines and of the header.
  public let charges: ExactDecimal
  public let lineTax: ExactDecimal
  /// Tax on header charges: what travels to Sales as the Freight Tax line (R-ORD-14).
  public let headerTax: ExactDecimal
  /// Discounts of the lines and of the header.
  public let discount: ExactDecimal
  public let headerDiscount: ExactDecimal

  public init(lines: [Line], charges: [Charge] = [], headerDiscount: ExactDecimal = .zero) {
    let zero = ExactDecimal(mantissa: 0, scale: 2)
    linesNet = lines.reduce(zero) { $0 + $1.net }
    lineTax = lines.reduce(zero) { $0 + $1.tax }
    self.charges = lines.reduce(charges.reduce(zero) { $0 + $1.amount }) { $0 + $1.charges }
    headerTax = charges.reduce(zero) { $0 + $1.tax }
    self.headerDiscount = headerDiscount
    discount = lines.reduce(headerDiscount) { $0 + $1.discount }
  }

  public var tax: ExactDecimal { lineTax + headerTax }
  /// What the customer pays.
  public var total: ExactDecimal { linesNet - headerDiscount + charges + (PlantedBug.chargesTwice.isOn ? charges : tax) }
}
