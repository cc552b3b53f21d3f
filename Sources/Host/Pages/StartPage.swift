import OData

/// `/`: for a person who opens the address in a browser. Plain HTML, nothing from elsewhere.
enum StartPage {
  static func answer(_ request: HTTPRequest, of host: TwinHost) async -> HTTPResponse {
    guard request.method == .get || request.method == .head else {
      return HTTPResponse(405, headers: ["Allow": "GET, HEAD", "Content-Type": "text/plain"], body: Array("Only GET here.\n".utf8))
    }
    let body = request.method == .head ? [] : Array(await text(request, host).utf8)
    return HTTPResponse(
      200,
      headers: [
        "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
      ], body: body)
  }

  private static func text(_ request: HTTPRequest, _ host: TwinHost) async -> String {
    let origin = PublicOrigin(request, prefix: "", isSecure: host.options.isSecure)?.url ?? "http://127.0.0.1:8080"
    var rows = ""
    for world in host.hostedWorlds {
      // A world that was closed meanwhile is not on the page any more.
      guard let plan = try? await world.run({ life, _ in life.plan }) else { continue }
      let prefix = world.name == host.options.defaultWorld ? "" : "/worlds/\(world.name)"
      rows += """
        <tr>\(MarkupText.element("td", world.name))<td><a href="\(prefix)/api/data/v9.2/">Sales</a>
        (<a href="\(prefix)/api/data/v9.2/$metadata">metadata</a>)</td>
        <td><a href="\(prefix)/data/">Supply Chain</a> (<a href="\(prefix)/data/$metadata">metadata</a>)</td>
        \([plan.level, plan.solution ?? "none", plan.baseline ?? "none"].map { MarkupText.element("td", $0) }.joined())</tr>

        """
    }
    let control =
      if case .none = host.options.control {
        ""
      } else {
        """
        <h2>Control plane</h2>
        <p>Described at <a href="/_p2c/v1/openapi.json">/_p2c/v1/openapi.json</a>:
        <a href="/_p2c/v1/worlds">worlds</a>, <a href="/_p2c/v1/metrics">metrics</a>, <a href="/_p2c/v1/capabilities">capabilities</a>.</p>
        <pre>curl '\(origin)/_p2c/v1/worlds/\(MarkupText.escaped(host.options.defaultWorld))/requests?limit=5'
        curl -X POST '\(origin)/_p2c/v1/worlds' -H 'Content-Type: application/json' -d '{"name":"mine","seed":7}'
        curl -X POST '\(origin)/_p2c/v1/worlds/\(MarkupText.escaped(host.options.defaultWorld))/reset'</pre>
        """
      }
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>p2c</title><style>
      body { font: 16px/1.5 sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em }
      td, th { padding: .2em 1em .2em 0; text-align: left } pre { background: #f3f3f3; overflow: auto; padding: .8em }
      </style></head><body>
      <h1>The prospect-to-cash twins</h1>
      <p>Fake servers that answer like Dynamics 365 Sales and Dynamics 365 Supply Chain Management.
      Version \(MarkupText.escaped(host.options.version)).</p>
      <h2>Worlds</h2>
      <table><tr><th>World</th><th>Sales</th><th>Supply Chain</th><th>Level</th><th>Solution</th><th>Baseline</th></tr>
      \(rows)</table>
      <h2>Try it</h2>
      <pre>curl '\(origin)/api/data/v9.2/accounts?$select=name&amp;$top=3'
      curl '\(origin)/data/ReleasedProductsV2?$top=3'</pre>
      \(control)
      </body></html>

      """
  }
}
