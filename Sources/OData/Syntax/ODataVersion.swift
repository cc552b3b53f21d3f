/// The version of the protocol whose spelling is taken.
///
/// The grammar is one; 4.01 only lets more spellings through: query options without `$`, words of the protocol in any case,
/// and keys as path segments (OData 4.01 part 2, 4.3.6 and 5.1). Both products speak 4.0 and mind the case
/// [sourced: Dataverse "query overview"].
public enum ODataVersion: String, Hashable, Sendable, CaseIterable {
  case v4_0 = "4.0"
  case v4_01 = "4.01"
}
