import OData

/// References to rows inside action parameters: `"quoteid@odata.bind": "/quotes(…)"`, a nested object with the key, or the
/// plain identifier.
enum EntityReference {
  static func id(in content: JSONObject, _ lookup: String) -> GUID? {
    if let uri = content["\(lookup)@odata.bind"]?.stringValue { return id(inURI: uri) }
    if let nested = content[lookup]?.objectValue { return (nested[lookup] ?? nested["@odata.id"])?.stringValue.flatMap(id(inURI:)) }
    return content[lookup]?.stringValue.flatMap { GUID($0) }
  }

  private static func id(inURI text: String) -> GUID? {
    if let id = GUID(text) { return id }
    guard let open = text.lastIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return nil }
    let key = text[text.index(after: open)..<close]
    return GUID(String(key.split(separator: "=").last ?? key))
  }
}
