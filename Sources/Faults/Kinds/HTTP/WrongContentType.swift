import OData
import Twin

extension Fault {
  static let wrongContentType = Fault(
    "wrong-content-type", .http, "Somebody on the way answers 200 with a page for people, such as a sign-in page; nothing is carried out.",
    reach: FaultReach(.instead), .inferred, "proxies that ask for sign-in answer so (captive portals, RFC 8952)",
    goodEngine: "Does not take the status for the answer: what is no OData is no answer. A write is in doubt until its key was read back.",
    act: { _, _ in
      let page = "<!DOCTYPE html><html><body><form>Please sign in</form></body></html>"
      return TwinAnswer(HTTPResponse(200, headers: ["Content-Type": "text/html; charset=utf-8"], body: Array(page.utf8)))
    })
}
