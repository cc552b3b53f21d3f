import OData

/// Checks the parameters of an operation against its declaration, so that a business operation only ever sees what it asked
/// for: names that exist, values of the right type, whole numbers that fit.
struct ParameterCheck {
  let errors: any ErrorCatalog
  let model: EdmModel

  func check(_ parameters: JSONObject, of operation: Operation) throws {
    for member in parameters.members where !operation.parameters.contains(where: { $0.name == member.name }) && !member.name.contains("@") {
      throw errors.badBody(
        "The parameter '\(member.name)' in the request payload is not a valid parameter for '\(operation.name)'.", table: nil)
    }
    for parameter in operation.parameters {
      guard let value = parameters[parameter.name], !value.isNull else {
        if parameter.isNullable { continue }
        throw errors.badBody("The parameter '\(parameter.name)' of '\(operation.name)' is missing.", table: nil)
      }
      guard fits(value, parameter.type), parameter.type == "Edm.Int64" || canBeCalculatedWith(value) else {
        throw errors.badBody("Cannot convert the value of parameter '\(parameter.name)' to \(parameter.type).", table: nil)
      }
    }
  }

  private func fits(_ value: JSON, _ type: String) -> Bool {
    switch type {
    case "Edm.String": value.stringValue != nil
    case "Edm.Boolean": value.boolValue != nil
    case "Edm.Int32": value.numberValue?.exactInt64.flatMap { Int32(exactly: $0) } != nil
    case "Edm.Int64": value.numberValue?.exactInt64 != nil
    case "Edm.Decimal": value.numberValue != nil
    case "Edm.Guid": value.stringValue.flatMap { GUID($0) } != nil
    case "Edm.DateTimeOffset":
      value.stringValue.flatMap { text in Timestamp(text) ?? CalendarDate(text).map { Timestamp(date: $0) } } != nil
    case let list where list.hasPrefix("Collection("): value.arrayValue != nil
    case let name where isEnumeration(name): value.stringValue != nil
    // An entity or a complex value.
    default: value.objectValue != nil
    }
  }

  /// Whether all numbers in it are below 10 to the power of 15: columns keep no more digits in front of the point, and what is added
  /// and multiplied with them then fits 128 bits (proposed; how the products refuse larger ones is not published).
  private func canBeCalculatedWith(_ value: JSON) -> Bool {
    switch value {
    case .number(let number): number.magnitude < Self.bound
    case .array(let elements): elements.allSatisfy(canBeCalculatedWith)
    case .object(let object): object.members.allSatisfy { canBeCalculatedWith($0.value) }
    case .null, .bool, .string: true
    }
  }

  private static let bound = ExactDecimal(mantissa: 1_000_000_000_000_000, scale: 0)

  private func isEnumeration(_ type: String) -> Bool {
    type.hasPrefix(model.namespace + ".") && model.enumType(String(type.dropFirst(model.namespace.count + 1))) != nil
  }
}
