import OData
import Testing

@Suite("$batch") struct BatchFormatTests {
  @Test("A written batch request reads back as it was")
  func requestRoundTrip() throws {
    let items: [BatchItem] = [
      .request(BatchPart(request: HTTPRequest(.get, "/api/data/v9.2/accounts?$top=1", headers: ["Accept": "application/json"]))),
      .changeSet([
        BatchPart(
          contentID: "1",
          request: HTTPRequest(.post, "accounts", headers: ["Content-Type": "application/json"], body: Array("{\"a\":1}".utf8))),
        BatchPart(contentID: "two", request: HTTPRequest(.patch, "$1", body: Array("{}".utf8))),
      ]),
      .request(BatchPart(contentID: "9", request: HTTPRequest(.delete, "accounts(accountnumber='a%20b')", headers: ["If-Match": "*"]))),
    ]
    let (contentType, body) = BatchFormat.encodeRequest(items, boundary: "batch_x")
    #expect(contentType == "multipart/mixed; boundary=batch_x")
    #expect(try BatchFormat.parseRequest(body: body, contentType: contentType) == items)
  }

  @Test("Requests of a change set get running content ids where they have none, over all change sets")
  func contentIDs() throws {
    let part = BatchPart(request: HTTPRequest(.post, "accounts"))
    let (contentType, body) = BatchFormat.encodeRequest([.changeSet([part, part]), .changeSet([part])], boundary: "b")
    let ids = try BatchFormat.parseRequest(body: body, contentType: contentType).flatMap { item -> [String?] in
      guard case .changeSet(let parts) = item else { return [] }
      return parts.map(\.contentID)
    }
    #expect(ids == ["1", "2", "3"])
  }

  @Test("A written batch response reads back as it was")
  func responseRoundTrip() throws {
    let created = HTTPResponse(204, headers: ["OData-EntityId": "https://x/accounts(1)"])
    let answers: [BatchAnswer] = [
      .changeSet([BatchResponsePart(contentID: "1", response: created), BatchResponsePart(contentID: "2", response: created)]),
      .response(
        BatchResponsePart(response: HTTPResponse(404, headers: ["Content-Type": "application/json"], body: Array("{\"error\":{}}".utf8)))),
      .changeSet([]),
    ]
    let (contentType, body) = BatchFormat.encodeResponse(answers, boundary: "batchresponse_77")
    #expect(String(decoding: body, as: UTF8.self).contains("boundary=changesetresponse_1_77"))
    #expect(String(decoding: body, as: UTF8.self).contains("HTTP/1.1 404 Not Found\r\n"))
    #expect(try BatchFormat.parseResponse(body: body, contentType: contentType) == answers)
  }

  @Test("A batch as clients write it is read, with either line end", arguments: ["\n", "\r\n"])
  func tolerance(lineEnd: String) throws {
    let text = """
      this preamble is ignored
      --batch_1
      Content-Type: multipart/mixed; boundary="changeset_1"

      --changeset_1
      Content-Type: application/http
      Content-Transfer-Encoding: binary
      Content-ID: 1

      POST https://twin.example.com/api/data/v9.2/accounts?$select=name HTTP/1.1
      Content-Type: application/json; type=entry

      {"name":"--changeset_1x"}

      --changeset_1--

      --batch_1
      content-type: application/http
      content-transfer-encoding: binary

      GET /data/CustomersV2?$filter=Name eq 'a b' HTTP/1.1
      Accept: application/json


      --batch_1
      Content-Type: application/http

      GET HTTPS://twin.example.com?x=1
      --batch_1--
      this epilogue too
      """.replacing("\n", with: lineEnd)
    let items = try BatchFormat.parseRequest(body: Array(text.utf8), contentType: "Multipart/Mixed; charset=utf-8; Boundary=\"batch_1\"")
    #expect(
      items == [
        .changeSet([
          BatchPart(
            contentID: "1",
            request: HTTPRequest(
              .post, "/api/data/v9.2/accounts?$select=name", headers: ["Content-Type": "application/json; type=entry"],
              body: Array("{\"name\":\"--changeset_1x\"}".utf8)))
        ]),
        .request(BatchPart(request: HTTPRequest(.get, "/data/CustomersV2?$filter=Name eq 'a b'", headers: ["Accept": "application/json"]))),
        .request(BatchPart(request: HTTPRequest(.get, "/?x=1"))),
      ])
  }

  @Test(
    "A body that is not a batch is refused with the reason",
    arguments: [
      ("application/json", "{}", "the content type of a batch is multipart/mixed, not 'application/json'"),
      ("multipart/mixed", "", "the content type of a batch needs a boundary: multipart/mixed; boundary=batch_1"),
      ("multipart/mixed; boundary=b", "", "the closing delimiter '--b--' is missing"),
      ("multipart/mixed; boundary=b", "--b\n\nGET x HTTP/1.1\n", "the closing delimiter '--b--' is missing"),
      ("multipart/mixed; boundary=b", "--b\n\nMERGE x HTTP/1.1\n\n--b--", "unknown method 'MERGE'"),
      ("multipart/mixed; boundary=b", "--b\n\nGET\n\n--b--", "'GET' is not a request line"),
      ("multipart/mixed; boundary=b", "--b\n\n\n--b--", "a part without request"),
      ("multipart/mixed; boundary=b", "--b\nno colon\n\nGET x\n--b--", "'no colon' is not a header"),
      ("multipart/mixed; boundary=b", "--b\n : nameless\n\nGET x\n--b--", "' : nameless' is not a header"),
      (
        "multipart/mixed; boundary=b",
        "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: multipart/mixed; boundary=d\n\n--c--\n--b--",
        "a change set cannot hold another change set"
      ),
    ])
  func refusals(contentType: String, body: String, message: String) {
    #expect { try BatchFormat.parseRequest(body: Array(body.utf8), contentType: contentType) } throws: {
      ($0 as? BatchError)?.message == message
    }
  }

  @Test("More parts than the limit are refused, whether in a change set or not")
  func partLimit() throws {
    let part = BatchPart(request: HTTPRequest(.get, "accounts"))
    let limits = BatchLimits(partsMax: 3)
    for (items, fits) in [
      ([BatchItem](repeating: .request(part), count: 3), true),
      ([BatchItem](repeating: .request(part), count: 4), false),
      ([.request(part), .changeSet([part, part])], true),
      ([.request(part), .changeSet([part, part, part])], false),
    ] {
      let (contentType, body) = BatchFormat.encodeRequest(items, boundary: "b")
      let count = try? BatchFormat.parseRequest(body: body, contentType: contentType, limits: limits).count
      #expect((count != nil) == fits)
    }
  }

  @Test("A batch of 100,000 parts is refused without reading it all")
  func hostilePartCount() {
    let body = Array(String(repeating: "--b\n\nGET x\n", count: 100_000).utf8)
    #expect(throws: BatchError.self) { try BatchFormat.parseRequest(body: body, contentType: "multipart/mixed; boundary=b") }
  }

  @Test("Batches changed at random are read or refused")
  func mutations() {
    let part = BatchPart(contentID: "1", request: HTTPRequest(.post, "accounts", headers: ["Content-Length": "2"], body: Array("{}".utf8)))
    let (contentType, body) = BatchFormat.encodeRequest([.request(part), .changeSet([part, part])], boundary: "b")
    let text = String(decoding: body, as: UTF8.self)
    var random = TestRandom(seed: 10)
    var read = 0
    for _ in 0..<5_000 {
      let changed = Array(random.mutated(text).utf8)
      if let items = try? BatchFormat.parseRequest(body: changed, contentType: contentType), items.count <= 3 { read += 1 }
      _ = try? BatchFormat.parseResponse(body: changed, contentType: contentType)
    }
    #expect(read > 0 && read < 5_000)
  }
}
