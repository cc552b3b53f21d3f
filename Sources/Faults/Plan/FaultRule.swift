public import OData

/// One fault that is to be set up: what happens, and to which calls.
///
/// ```swift
/// let id = try world.twins?.faults.add(
///   FaultRule("throttled-requests", ["retryAfter": 5], aim: FaultAim(system: "sales", entity: "$batch", atMost: 1)))
/// ```
public struct FaultRule: Hashable, Sendable {
  public let fault: Fault
  public let values: FaultValues
  public let aim: FaultAim

  /// - Parameters:
  ///   - name: of a fault of the catalogue.
  ///   - parameters: settings of that fault; what is left out has its default.
  /// - Throws: `FaultError`.
  public init(_ name: String, _ parameters: JSONObject = [:], aim: FaultAim = FaultAim()) throws(FaultError) {
    try self.init(FaultCatalogue.fault(name), parameters, aim: aim)
  }

  /// - Throws: as the other.
  public init(_ fault: Fault, _ parameters: JSONObject = [:], aim: FaultAim = FaultAim()) throws(FaultError) {
    self.fault = fault
    values = try FaultValues(parameters, for: fault)
    try aim.check(for: fault)
    self.aim = aim
  }

  public static let keys = ["fault", "with", "aim"]

  /// What was given, in the form `init(_:_:)` of a file reads: `{"fault": …, "with": {…}, "aim": {…}}`.
  public var json: JSONObject {
    var object: JSONObject = ["fault": .string(fault.name)]
    if !values.given.members.isEmpty { object.append("with", .object(values.given)) }
    if !aim.given.members.isEmpty { object.append("aim", .object(aim.given)) }
    return object
  }

  /// The same in one line of YAML: `{fault: reset-after-commit, aim: {system: sales, call: 2}}`.
  public var yaml: String { FaultText.flow(.object(json)) }
}
