public import OData

/// One fault that was set up: what happens, and to which calls.
///
/// ```swift
/// let id = try world.twins?.faults.add(
///   FaultRule("throttling", ["retryAfterSeconds": 5], aim: FaultAim(system: "sales", entitySet: "$batch", count: 1)))
/// ```
public struct FaultRule: Sendable {
  public let fault: any Fault
  public let values: FaultValues
  public let aim: FaultAim

  /// - Parameters:
  ///   - kind: a name of `FaultTable`.
  ///   - parameters: settings of that kind; what is left out has its default.
  /// - Throws: `FaultError`.
  public init(_ kind: String, _ parameters: JSONObject = [:], aim: FaultAim = FaultAim()) throws(FaultError) {
    let type = try FaultTable.kind(kind)
    values = try FaultValues(parameters, for: type)
    fault = type.init(values)
    self.aim = aim
  }

  public static let keys = ["kind", "parameters", "aim"]

  /// Reads `{"kind": …, "parameters": {…}, "aim": {…}}`.
  /// - Throws: `FaultError`.
  public init(_ json: JSON) throws(FaultError) {
    guard let object = json.objectValue else { throw FaultError("a fault is an object with 'kind', 'parameters' and 'aim'") }
    for member in object.members where !Self.keys.contains(member.name) { throw .unknown("part of a fault", member.name, Self.keys) }
    guard let kind = object["kind"]?.stringValue else {
      throw FaultError("a fault needs its 'kind': one of \(FaultTable.kinds.map { $0.kind }.joined(separator: ", "))")
    }
    try self.init(kind, try Self.object(object, "parameters"), aim: FaultAim(try Self.object(object, "aim")))
  }

  private static func object(_ json: JSONObject, _ name: String) throws(FaultError) -> JSONObject {
    guard let value = json[name], !value.isNull else { return [:] }
    guard let object = value.objectValue else { throw FaultError("'\(name)' of a fault is an object") }
    return object
  }

  var kind: String { type(of: fault).kind }

  /// As `init(_:)` reads it.
  public var json: JSONObject { ["kind": .string(kind), "parameters": .object(values.json), "aim": .object(aim.json)] }
}
