import SQLite

extension EntityStore {
  /// The whole content of a store at one moment, for other stores of the same tables to begin with.
  ///
  /// A store in memory that began with it leaves its connection to it when it ends: back at this content, statements prepared. The next
  /// one goes on with that, and begins with the same bytes as if it had copied them.
  public struct Image: Hashable, Sendable {
    let bytes: [UInt8]
    let version: Int64
    private let idle = Shelf<IdleConnection>(itemsMax: 4)

    init(bytes: [UInt8], version: Int64) { (self.bytes, self.version) = (bytes, version) }

    /// What another store of that layout has left; `nil` where nothing is left.
    func connection(for layout: StoreLayout) -> IdleConnection? {
      guard let left = idle.take(), left.layout === layout else { return nil }
      return left
    }

    func keep(_ connection: IdleConnection) { idle.put(connection) }

    public static func == (one: Image, other: Image) -> Bool { one.version == other.version && one.bytes == other.bytes }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(version)
      hasher.combine(bytes)
    }
  }

  /// What a store leaves for the next one.
  struct IdleConnection {
    /// Layouts hold images.
    weak var layout: StoreLayout?
    let database: Database
    let byIdentity: [ObjectIdentifier: StoredTable]
    let byName: [String: StoredTable]
    let waiting: [String: TableSchema]
  }

  /// What a store began with.
  struct Beginning {
    let image: Image
    let layout: StoreLayout
    let waiting: Int
  }
}
