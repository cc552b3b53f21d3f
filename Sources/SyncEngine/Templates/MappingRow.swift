/// One row of a mapping: where a value comes from, what happens to it, where it goes.
public struct MappingRow: Equatable, Sendable {
  public enum MapType: String, Sendable, CaseIterable {
    /// A plain copy.
    case copy = "="
    /// A copy with transforms.
    case function = "Fn"
  }

  /// `nil` for a constant made by a transform.
  public var source: FieldPath?
  public var mapType: MapType
  public var destination: FieldPath
  /// Part of the business key: a row in which it is blank is not moved (R-ENG-11).
  public var isKey: Bool
  public var transforms: [Transform]
  /// How well the transforms are founded; that the row exists is sourced for every row of a template.
  public var evidence: Evidence
  /// Short name of the page the transforms come from.
  public var evidenceSource: String?
  public var note: String?

  public init(
    source: FieldPath?, mapType: MapType = .copy, destination: FieldPath, isKey: Bool = false, transforms: [Transform] = [],
    evidence: Evidence = .proposed, evidenceSource: String? = nil, note: String? = nil
  ) {
    self.source = source
    self.mapType = mapType
    self.destination = destination
    self.isKey = isKey
    self.transforms = transforms
    self.evidence = evidence
    self.evidenceSource = evidenceSource
    self.note = note
  }
}
