public import EntityStore
public import OData
public import Twin

/// Values as the Web API formats them for people, in the English of the United States, the language of every new system
/// [inferred]; what is formatted is sourced (sales-web-api.md 5.6).
extension SalesTwin {
  public func formattedValue(_ value: Value, column: ColumnDefinition, row: Row, table: TableDefinition) throws -> String? {
    switch value {
    case .int(let number):
      if !column.choices.isEmpty { return column.choices.first { $0.value == number }?.label }
      return FormattedNumber.text(ExactDecimal(number), decimals: 0)
    case .bool(let bool): return bool ? "Yes" : "No"
    case .decimal(let number):
      // Four decimals are what money has and nothing else.
      guard column.scale == 4 else { return FormattedNumber.text(number, decimals: column.scale) }
      guard let id = try column.name.hasSuffix(BaseAmounts.suffix) ? organization().baseCurrency : Self.currency(of: row),
        let currency = try store.row(model.schema("transactioncurrency"), key: [.guid(id)])
      else { return FormattedNumber.text(number, decimals: 2) }
      let amount = FormattedNumber.text(number.magnitude, decimals: Int(currency["currencyprecision"].intValue ?? 2))
      let symbol = currency["currencysymbol"].stringValue ?? ""
      return number.isNegative ? "-\(symbol)\(amount)" : "\(symbol)\(amount)"
    case .date(let date): return FormattedDate.text(date)
    case .timestamp(let moment): return column.isDateOnly ? FormattedDate.text(moment.date) : FormattedDate.text(moment)
    case .string, .guid, .null: return nil
    }
  }

  private static func currency(of row: Row) -> GUID? {
    row.table.index(of: "_transactioncurrencyid_value") == nil ? nil : row["_transactioncurrencyid_value"].guidValue
  }
}

/// `1,234.50`.
enum FormattedNumber {
  static func text(_ number: ExactDecimal, decimals: Int) -> String {
    let rounded = number.rounded(to: decimals).magnitude.description.split(separator: ".", omittingEmptySubsequences: false)
    var whole = ""
    for (offset, digit) in rounded[0].reversed().enumerated() {
      if offset > 0, offset % 3 == 0 { whole.append(",") }
      whole.append(digit)
    }
    let fraction = rounded.count > 1 ? String(rounded[1]) : ""
    let padded = fraction + String(repeating: "0", count: max(0, decimals - fraction.count))
    let sign = number.isNegative ? "-" : ""
    return sign + String(whole.reversed()) + (padded.isEmpty ? "" : ".\(padded)")
  }
}

/// `4/3/2018` and `4/3/2018 8:00 AM`.
enum FormattedDate {
  static func text(_ date: CalendarDate) -> String {
    let (year, month, day) = date.civil
    return "\(month)/\(day)/\(year)"
  }

  static func text(_ moment: Timestamp) -> String {
    let minutes = (moment.milliseconds - Timestamp(date: moment.date).milliseconds) / 60_000
    let (hour, minute) = (minutes / 60, minutes % 60)
    let shown = hour % 12 == 0 ? 12 : hour % 12
    return "\(text(moment.date)) \(shown):\(minute < 10 ? "0" : "")\(minute) \(hour < 12 ? "AM" : "PM")"
  }
}
