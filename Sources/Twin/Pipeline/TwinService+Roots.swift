import OData

/// The roots a service answers at: its service root, and those of its product's further endpoints.
extension TwinService {
  /// Whether a request with this target is this service's to answer.
  public func owns(_ target: String) -> Bool {
    let path = target.firstIndex(of: "?").map { String(target[..<$0]) } ?? target
    return relativePath(path) != nil || hasVersion(path) || isForm(path)
      || product.furtherEndpoints.contains { Self.path(path, below: $0.root) != nil }
      || product.openRoot.map { Self.path(path, below: $0) != nil } ?? false
  }

  /// Whether a path looks like one of a version, be it one that is refused.
  private func hasVersion(_ path: String) -> Bool {
    guard let prefix = rules.versionPrefix, path.utf8.count > prefix.utf8.count else { return false }
    return Substring(path.utf8.prefix(prefix.utf8.count)).equalsIgnoringASCIICase(prefix)
  }

  /// Whether a path leads to what people have before them.
  func isForm(_ path: String) -> Bool { product.formsPath.map { Self.path(path, below: $0) != nil } ?? false }

  /// - Returns: `nil` where the product answers nobody openly at this path.
  func answerOpenly(_ request: HTTPRequest) -> HTTPResponse? {
    guard let root = product.openRoot else { return nil }
    let mark = request.target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? request.target.endIndex
    guard let rest = Self.path(String(request.target[..<mark]), below: root) else { return nil }
    let query = mark == request.target.endIndex ? "" : String(request.target[request.target.index(after: mark)...])
    do {
      let session = Session(ambient: ambient, headers: request.headers, hostURL: hostURL)
      return try product.answerOpenly(FurtherRequest(request: request, path: rest, query: query, hostURL: hostURL), in: session)
    } catch {
      return render(error)
    }
  }

  /// - Returns: `nil` where no further endpoint has this path.
  func answerBeside(_ request: HTTPRequest, path: String, query: String) throws -> HTTPResponse? {
    if isForm(path), let forms = forms ?? product.forms.map({ TwinService(product: $0, ambient: ambient) }) {
      self.forms = forms
      forms.publicURL = publicURL
      forms.publicPrefix = publicPrefix
      return forms.answer(request, contentIDs: [:], caller)
    }
    for endpoint in product.furtherEndpoints {
      guard let rest = Self.path(path, below: endpoint.root) else { continue }
      return try endpoint.answer(FurtherRequest(request: request, path: rest, query: query, hostURL: hostURL))
    }
    return nil
  }

  /// What is left of a path below a root, without the slash between; `nil` when it goes elsewhere. Roots compare without
  /// regard to case.
  static func path(_ path: String, below root: String) -> String? {
    // By bytes: every request and every link comes through here, and going by characters costs ten times as much.
    guard let end = path.utf8.index(path.startIndex, offsetBy: root.utf8.count, limitedBy: path.endIndex),
      Substring(path.utf8[..<end]).equalsIgnoringASCIICase(root)
    else { return nil }
    let rest = path.utf8[end...]
    if rest.isEmpty { return "" }
    guard rest.first == UInt8(ascii: "/") else { return nil }
    return String(Substring(rest.dropFirst()))
  }
}
