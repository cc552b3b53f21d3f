import OData
import Twin

/// The page where a person enters the code that a device shows, and says who they are: there are no passwords here. A `POST` with
/// `otc`, `principal_name` and `action` (`approve` or `decline`) does the same without a browser.
struct DeviceLoginPage {
  let call: IdentityCall

  func answer() -> HTTPResponse {
    guard call.request.method == .post else {
      let query = call.request.target.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
      let code = TokenForm.parse(query).first { $0.name == "otc" }?.value ?? ""
      return page(200, form(code: code, remark: nil))
    }
    let fields = (try? TokenForm(call.request)).map { form in { (name: String) in form[name] ?? "" } } ?? { _ in "" }
    guard let code = call.service.devices.code(of: fields("otc"), at: call.now), var device = call.service.devices[code] else {
      return page(400, form(code: fields("otc"), remark: "That code did not work. Check the code and try again."))
    }
    guard case .waiting = device.state else { return page(400, "<p>That code has been used.</p>") }
    if fields("action") == "decline" {
      device.state = .declined
      call.service.devices[code] = device
      return page(200, "<p>You declined. You may close this window.</p>")
    }
    guard let person = call.directory.person(fields("principal_name")) else {
      return page(400, form(code: fields("otc"), remark: "There is no such person in the directory."))
    }
    device.state = .approved(person: person.principalName)
    call.service.devices[code] = device
    return page(200, "<p>\(MarkupText.escaped(person.name)) has signed in. You may close this window and return to your device.</p>")
  }

  private func form(code: String, remark: String?) -> String {
    let people = call.directory.people.map {
      "<option value=\"\(MarkupText.escaped($0.principalName))\">\(MarkupText.escaped($0.name)) (\(MarkupText.escaped($0.principalName)))</option>"
    }.joined()
    return """
      \(remark.map { "<p role=\"alert\">\($0)</p>" } ?? "")
      <form method="post" action="\(MarkupText.escaped(call.origin))/devicelogin">
      <p><label>Code shown by your app or device <input name="otc" value="\(MarkupText.escaped(code))" autocomplete="off" required></label></p>
      <p><label>Sign in as <select name="principal_name">\(people)</select></label></p>
      <p><button name="action" value="approve">Sign in</button> <button name="action" value="decline">Decline</button></p>
      </form>
      """
  }

  private func page(_ status: Int, _ body: String) -> HTTPResponse {
    let text =
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Enter code</title><h1>Enter code</h1>\n\(body)\n"
      + "<p><small>This is a fake identity endpoint for tests. It asks for no password.</small></p></html>\n"
    return HTTPResponse(
      status,
      headers: [
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
      ], body: Array(text.utf8))
  }
}
