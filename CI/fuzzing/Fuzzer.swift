// What libFuzzer calls: one reader of the OData room, chosen by P2C_FUZZ, on bytes that libFuzzer makes up.
//
// Built by CI/fuzz together with the sources of the room, as one module; not part of the package, so that ordinary builds know
// nothing of it. A reader may refuse or accept; it may not crash, hang, or accept what it then prints as something else.
import Foundation

/// What a reader does with the bytes. Traps where what was read does not print back to itself.
private let target: @Sendable ([UInt8]) -> Void = {
  switch ProcessInfo.processInfo.environment["P2C_FUZZ"] ?? "filter" {
  case "path":
    return { bytes in
      check(bytes) { (text) throws(ODataSyntaxError) in try relaxed.parsePath(text) }
      check(bytes) { (text) throws(ODataSyntaxError) in try strict.parsePath(text) }
    }
  case "query":
    return { bytes in
      check(bytes) { (text) throws(ODataSyntaxError) in try relaxed.parseQuery(text) }
      check(bytes) { (text) throws(ODataSyntaxError) in try strict.parseQuery(text) }
    }
  case "filter":
    return { bytes in
      check(bytes) { (text) throws(ODataSyntaxError) in try relaxed.parseFilter(text) }
      check(bytes) { (text) throws(ODataSyntaxError) in try strict.parseFilter(text) }
    }
  case "json":
    return { bytes in
      guard let value = try? JSON(decoding: bytes) else { return }
      require((try? JSON(decoding: value.encoded())) == value, "JSON does not print back to itself")
    }
  case "batch":
    return { bytes in
      let type = "multipart/mixed; boundary=b"
      if let items = try? BatchFormat.parseRequest(body: bytes, contentType: type) {
        let (type, body) = BatchFormat.encodeRequest(items, boundary: "w8a5f3b")
        // Not the same: change sets get content ids when they are written.
        require((try? BatchFormat.parseRequest(body: body, contentType: type))?.count == items.count, "a written batch cannot be read")
      }
      _ = try? BatchFormat.parseResponse(body: bytes, contentType: type)
    }
  case "csdl":
    return { bytes in
      guard let model = try? CSDL.read(bytes) else { return }
      let written = CSDL.write(model)
      require((try? CSDL.read(written)) != nil, "a written model cannot be read: \(String(decoding: written, as: UTF8.self))")
    }
  case let other: fatalError("unknown target '\(other)'")
  }
}()

/// As `precondition`, which says nothing in an optimised build.
private func require(_ condition: Bool, _ message: @autoclosure () -> String) { if !condition { fatalError(message()) } }

private let strict = ODataParser(version: .v4_0)
private let relaxed = ODataParser(version: .v4_01)

private func check<Tree: Equatable & CustomStringConvertible>(
  _ bytes: [UInt8], _ parse: (String) throws(ODataSyntaxError) -> Tree
) {
  let text = String(decoding: bytes, as: UTF8.self)
  do throws(ODataSyntaxError) {
    let tree = try parse(text)
    let printed = tree.description
    do throws(ODataSyntaxError) {
      let again = try parse(printed)
      require(again == tree, "'\(text)' printed as '\(printed)', which is '\(again)'")
    } catch {
      // Printing may need a few parentheses more than the text had, so only the limits may refuse it.
      require(error.message.contains("than"), "'\(text)' printed as '\(printed)': \(error)")
    }
  } catch {
    require(error.offset <= text.utf8.count, "'\(text)': \(error)")
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  target(Array(UnsafeBufferPointer(start: data, count: size)))
  return 0
}
