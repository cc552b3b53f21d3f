import Synchronization

/// Things that are used by one owner at a time and put back for the next, such as connections whose statements are prepared.
public final class Shelf<Item>: Sendable {
  // An item is put in by the last one who holds it (stores and ledgers as they end, and only where `isKnownUniquelyReferenced` says so).
  // Proof that unchecked is safe: it lies here under the lock, and `popLast` hands it to one taker, so that it has one owner at any time.
  private struct Content: @unchecked Sendable {
    var items: [Item] = []
  }

  private let content = Mutex(Content())
  private let itemsMax: Int

  /// - Parameter itemsMax: what is put back beyond it is let go.
  public init(itemsMax: Int = 8) { self.itemsMax = itemsMax }

  /// Takes the item that was put back last; `nil` where there is none.
  public func take() -> Item? {
    let taken = content.withLock { Content(items: $0.items.popLast().map { [$0] } ?? []) }
    return taken.items.first
  }

  /// - Precondition: nobody else uses the item, or anything it holds.
  public func put(_ item: Item) {
    let put = Content(items: [item])
    content.withLock { content in
      if content.items.count < itemsMax { content.items += put.items }
    }
  }
}
