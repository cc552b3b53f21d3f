public import EntityStore
public import OData

/// What a product accepts of OData and how it answers, as data. The grammar is the same for both; these are the differences.
public struct ProtocolRules: Sendable {
  /// Path of the service root, without a trailing slash: `/api/data/v9.2`, `/data`.
  public var servicePath: String
  /// Scheme and host that absolute links start with, for example `https://usmf.sandbox.operations.dynamics.com`.
  public var baseURL: String
  public var pageSizeMax: Int
  public enum Paging: Sendable {
    /// `$skiptoken` with an opaque cookie (Dataverse).
    case cookie
    /// `$skip` and `$top` by position (finance and operations).
    case positional
  }
  public var paging: Paging
  /// The largest number `$count=true` tells; `nil` for no bound.
  public var countMax: Int?
  /// PATCH of a key that is not there creates the row.
  public var patchCreates: Bool
  /// POST answers 201 with the row unless asked otherwise, instead of 204.
  public var createReturnsRow: Bool
  /// PUT on an entity changes only what is sent.
  public var putUpdates: Bool
  /// PUT and DELETE of a single column set and clear it.
  public var writesSingleProperties: Bool
  public var operationsPerBatchMax: Int
  /// A failed part ends the batch and makes the whole answer 400, unless `odata.continue-on-error` is preferred.
  public var batchStopsAtFirstError: Bool
  /// Functions allowed in `$filter`.
  public var filterFunctions: Set<String>
  /// `Microsoft.Dynamics.CRM.LastXDays(…)` and its kin may stand in `$filter` (Dataverse).
  public var hasQueryFunctions: Bool
  /// `$apply` with filter, groupby and aggregate (Dataverse).
  public var supportsApply: Bool
  /// The most rows `$apply` goes over; `nil` for no bound.
  public var aggregatedRowsMax: Int?
  /// Operators of comparison and arithmetic that are refused.
  public var supportsIn: Bool
  public var supportsArithmetic: Bool
  public var supportsSkip: Bool
  public var supportsLambda: Bool
  /// Filters may follow lookups.
  public var supportsPathsInFilter: Bool
  /// Expand inside an expand.
  public var supportsNestedExpand: Bool
  /// Most `$expand` in one query, nested ones included; `nil` for no bound.
  public var expandsMax: Int?
  /// An expanded collection of a row of a set has a next link, even when it is complete.
  public var linksExpandedCollections: Bool
  /// Every part of a change set must have a Content-ID.
  public var changeSetsNeedContentIDs: Bool
  /// Enumerations are compared with eq and ne only.
  public var enumsCompareForEqualityOnly: Bool
  public var textRules: TextRules
  /// An absent string reads as "" and an absent date as 1900-01-01T12:00:00Z; null text is stored as "".
  public var readsEmptyInsteadOfNull: Bool
  /// Empty text is stored as null.
  public var storesEmptyTextAsNull: Bool
  /// POST may carry nested entities.
  public var supportsDeepInsert: Bool
  public var etags: ETagStyle
  /// `odata.include-annotations` brings formatted values and what lookups lead to, and `Preference-Applied` tells (Dataverse).
  public var annotatesValues: Bool
  /// `$format` asks for JSON with more or less metadata, as the OData library of .NET understands it (finance and operations,
  /// inferred).
  public var supportsFormat: Bool
  /// Key columns come along when `$select` does not name them (Dataverse, sourced; finance and
  /// operations does without, inferred).
  public var selectBringsKey: Bool
  /// How `$metadata` names what CSDL leaves open.
  public var metadata: CSDL.Style
  /// `$metadata` has annotations only where a client asks for them (Dataverse).
  public var annotatesMetadataOnDemand = false
  /// How it asks for sign-in.
  public var access: AccessRules
  /// What the paths of all versions begin with, up to their number: `/api/data/v`; `nil` where there are no versions.
  public var versionPrefix: String?
  /// The newest version of the service anybody knows of, such as 9.2. Newer ones are answered as the newest here.
  public var newestKnownVersion: APIVersion?
  /// Versions nobody knows of are refused instead.
  public var refusesUnknownVersions = false
  /// Refusals have an empty code and an inner error, as those of older versions.
  public var usesInnerErrors = false
  /// Dots and at signs in names that a query gives are written as `_x002e_` and `_x0040_`.
  public var encodesAliases = false
  /// Operations of the model that this version of the protocol does not offer.
  public var absentOperations: Set<String> = []
  /// A filter may compare two columns of a row.
  public var comparesColumns = true
  /// Expanded collections of the rows of a set hold their rows, instead of a next link alone.
  public var fillsExpandedCollectionsOfSets = true
  /// `"lookup": null` clears a lookup.
  public var clearsLookupsByNull = true
  /// `$ref` reads, makes and breaks links.
  public var supportsLinks = false
  /// `CreateMultiple`, `UpdateMultiple`, `UpsertMultiple`.
  public var supportsBulkOperations = false
  /// `odata.track-changes` and delta links.
  public var tracksChanges = false
  /// Headers of answers that tell the number of the request.
  public var requestIdentifiers: [String] = []
  /// A body that says it is no JSON is refused with 415, and so is a client that accepts none.
  public var refusesOtherMediaTypes = false
  /// Headers that name whom a request is carried out for.
  public var impersonationHeaders: [String] = []
  /// The product's own limits on what a user may ask for; acting only where a world switches them on.
  public var protection: ServiceProtection?
  /// Next links by position carry the page size in `$top`; a `$top` of the page size beside `$skip` is then a page, not the client's own.
  public var nextLinksHaveTop = false
  /// A key of one column may stand without its name: `set('a')`.
  public var takesUnnamedKeys = true
  /// Longest URL in characters, outside of a batch and inside; `nil` for no bound but the server's.
  public var urlLengthMax: Int?
  public var urlLengthInBatchMax: Int?

  public init(
    servicePath: String, baseURL: String, pageSizeMax: Int, paging: Paging, countMax: Int? = nil, patchCreates: Bool,
    createReturnsRow: Bool, putUpdates: Bool, writesSingleProperties: Bool = false, operationsPerBatchMax: Int,
    batchStopsAtFirstError: Bool, filterFunctions: Set<String>, hasQueryFunctions: Bool = false, supportsApply: Bool = false,
    aggregatedRowsMax: Int? = nil, supportsIn: Bool = false,
    supportsArithmetic: Bool = false,
    supportsSkip: Bool = false, supportsLambda: Bool = false, supportsPathsInFilter: Bool = false,
    supportsNestedExpand: Bool = false, expandsMax: Int? = nil, linksExpandedCollections: Bool = false,
    changeSetsNeedContentIDs: Bool = false, enumsCompareForEqualityOnly: Bool = false, textRules: TextRules = TextRules(),
    readsEmptyInsteadOfNull: Bool = false, storesEmptyTextAsNull: Bool = false, supportsDeepInsert: Bool = false,
    etags: ETagStyle = .rowVersion, annotatesValues: Bool = false, supportsFormat: Bool = false, selectBringsKey: Bool = true,
    metadata: CSDL.Style = CSDL.Style(),
    access: AccessRules = AccessRules()
  ) {
    self.servicePath = servicePath
    self.baseURL = baseURL
    self.pageSizeMax = pageSizeMax
    self.paging = paging
    self.countMax = countMax
    self.patchCreates = patchCreates
    self.createReturnsRow = createReturnsRow
    self.putUpdates = putUpdates
    self.writesSingleProperties = writesSingleProperties
    self.operationsPerBatchMax = operationsPerBatchMax
    self.batchStopsAtFirstError = batchStopsAtFirstError
    self.filterFunctions = filterFunctions
    self.hasQueryFunctions = hasQueryFunctions
    self.supportsApply = supportsApply
    self.aggregatedRowsMax = aggregatedRowsMax
    self.supportsIn = supportsIn
    self.supportsArithmetic = supportsArithmetic
    self.supportsSkip = supportsSkip
    self.supportsLambda = supportsLambda
    self.supportsPathsInFilter = supportsPathsInFilter
    self.supportsNestedExpand = supportsNestedExpand
    self.expandsMax = expandsMax
    self.linksExpandedCollections = linksExpandedCollections
    self.changeSetsNeedContentIDs = changeSetsNeedContentIDs
    self.enumsCompareForEqualityOnly = enumsCompareForEqualityOnly
    self.textRules = textRules
    self.readsEmptyInsteadOfNull = readsEmptyInsteadOfNull
    self.storesEmptyTextAsNull = storesEmptyTextAsNull
    self.supportsDeepInsert = supportsDeepInsert
    self.etags = etags
    self.annotatesValues = annotatesValues
    self.supportsFormat = supportsFormat
    self.selectBringsKey = selectBringsKey
    self.metadata = metadata
    self.access = access
  }
}
