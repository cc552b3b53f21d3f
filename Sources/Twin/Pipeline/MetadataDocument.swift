import OData

/// `$metadata` as it goes over the wire: made once a form, told apart by what is in it.
struct MetadataDocument: Sendable {
  /// XML is what both products speak; JSON is that of OData 4.01, for clients that ask for it by `$format` [proposed]. `Accept` does
  /// not choose: clients send one that names JSON with every request, this one included, and then read XML.
  enum Form: Hashable {
    case xml, json

    /// - Parameter format: the value of `$format`.
    init?(format: String?) {
      switch format?.lowercased() {
      case nil, "xml", "application/xml": self = .xml
      case let option? where PayloadFormat.isJSON(option: option): self = .json
      default: return nil
      }
    }

    var contentType: String {
      switch self {
      case .xml: "application/xml"
      case .json: "application/json"
      }
    }
  }

  let bytes: [UInt8]
  let etag: String

  /// - Parameter isAnnotated: says of each element what its shape does not tell.
  init(_ product: any Product, _ style: CSDL.Style, _ form: Form, isAnnotated: Bool) {
    let annotations = isAnnotated ? product.annotations : { _ in [] }
    bytes =
      switch form {
      case .xml: CSDL.write(product.model.edm, style: style, annotations: annotations)
      case .json: CSDL.writeJSON(product.model.edm, style: style, annotations: annotations)
      }
    var sum = Checksum()
    sum.add(bytes)
    etag = "W/\"\(String(sum.value, radix: 16))\""
  }
}
