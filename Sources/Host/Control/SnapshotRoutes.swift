import OData
import Scenarios

/// Snapshots of a world: take, list, download, upload, restore, delete.
enum SnapshotRoutes {
  static let all: [ControlRoute] = [
    ControlRoute(
      .get, "/worlds/{world}/snapshots", "listSnapshots", "Names of the snapshots; 'initial' is the world as it was made.",
      answer: .json("Snapshots"), refusals: [404]
    ) { call in
      let names = try await call.world().run { life, _ in try life.shelf.names() }
      return ControlCall.json(["snapshots": .array(names.map { .string($0) })])
    },
    ControlRoute(
      .post, "/worlds/{world}/snapshots", "takeSnapshot", "Keeps the world as it is now under a name; one of that name is replaced.",
      body: .json([ControlField("name", .name, required: true, "1 to 63 lower-case letters, digits, '-' and '_'")], required: true),
      status: 201, answer: .json("Snapshot"), refusals: [404, 409]
    ) { call in
      let name = try name(call.body["name"]?.stringValue ?? "")
      return try await call.world().run { life, _ in try put(life.image(), as: name, life) }
    },
    ControlRoute(
      .get, "/worlds/{world}/snapshots/{snapshot}", "downloadSnapshot", "The snapshot as bytes, for an upload elsewhere.",
      answer: .content([WorldImage.contentType]), refusals: [404]
    ) { call in
      let name = call["snapshot"]
      let bytes = try await call.world().run { life, _ in try image(name, life).encoded }
      return HTTPResponse(200, headers: ["Content-Type": WorldImage.contentType], body: bytes)
    },
    ControlRoute(
      .put, "/worlds/{world}/snapshots/{snapshot}", "uploadSnapshot", "Takes what a download answered, under a name.", body: .image,
      status: 201, answer: .json("Snapshot"), refusals: [404, 409]
    ) { call in
      let name = try name(call["snapshot"])
      let image = try WorldImage(decoding: call.bytes)
      return try await call.world().run { life, _ in
        try life.refuse(image)
        return try put(image, as: name, life)
      }
    },
    ControlRoute(
      .post, "/worlds/{world}/snapshots/{snapshot}/restore", "restoreSnapshot", "Puts the world back to the snapshot, its clock included.",
      status: 204, answer: .nothing, refusals: [404, 409]
    ) { call in
      let name = call["snapshot"]
      return try await call.world().run { life, now in
        try life.bringBack(try image(name, life), now)
        try life.save()
        return HTTPResponse(204)
      }
    },
    ControlRoute(
      .delete, "/worlds/{world}/snapshots/{snapshot}", "deleteSnapshot", "Forgets a snapshot.", status: 204, answer: .nothing,
      refusals: [404]
    ) { call in
      let name = call["snapshot"]
      guard name != SnapshotShelf.initial else {
        throw ControlError.badRequest("'initial' is what a reset goes back to", hint: "Delete snapshots of other names.")
      }
      return try await call.world().run { life, _ in
        guard try life.shelf.names().contains(name) else { throw unknown(name, try life.shelf.names()) }
        try life.shelf.remove(name)
        return HTTPResponse(204)
      }
    },
  ]

  private static func put(_ image: WorldImage, as name: String, _ life: WorldLife) throws -> HTTPResponse {
    let names = try life.shelf.names()
    guard names.contains(name) || names.count < SnapshotShelf.countMax else {
      throw WorldError(
        .tooManySnapshots, "the world has \(names.count) snapshots, the most there may be",
        hint: "Delete one of \(names.joined(separator: ", ")).")
    }
    try life.shelf.put(image, as: name)
    return ControlCall.json(
      ["name": .string(name), "bytes": .number(ExactDecimal(image.bytes)), "now": .string(image.moment.description)], status: 201)
  }

  private static func image(_ name: String, _ life: WorldLife) throws -> WorldImage {
    let names = try life.shelf.names()
    guard names.contains(name), let image = try life.shelf.image(name) else { throw unknown(name, names) }
    return image
  }

  private static func unknown(_ name: String, _ names: [String]) -> WorldError {
    WorldError(
      .unknownSnapshot, "there is no snapshot '\(name.prefix(80))'",
      hint: names.isEmpty ? "None has been taken." : "Snapshots: \(names.joined(separator: ", ")).")
  }

  private static func name(_ text: String) throws(ControlError) -> String {
    guard WorldAddress.isName(text), text != SnapshotShelf.initial else {
      throw .badRequest(
        "'\(text.prefix(80))' cannot name a snapshot", hint: "Use 1 to 63 lower-case letters, digits, '-' and '_'; 'initial' is taken.")
    }
    return text
  }
}
