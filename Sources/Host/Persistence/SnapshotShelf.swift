/// The named images of one world: in memory, or as files where the world is kept.
struct SnapshotShelf {
  /// The world as it was first made; what a reset goes back to.
  static let initial = "initial"
  static let countMax = 32

  private let folder: WorldFolder?
  private var images: [String: WorldImage] = [:]

  init(_ folder: WorldFolder?) { self.folder = folder }

  /// Sorted.
  func names() throws -> [String] { try folder?.snapshots() ?? images.keys.sorted() }

  func image(_ name: String) throws -> WorldImage? { if let folder { try folder.snapshot(name) } else { images[name] } }

  mutating func put(_ image: WorldImage, as name: String) throws {
    if let folder { try folder.save(image, as: name) } else { images[name] = image }
  }

  mutating func remove(_ name: String) throws { if let folder { try folder.removeSnapshot(name) } else { images[name] = nil } }
}
