import Foundation
import Synchronization

/// Does something for each element, on every core.
///
/// Elements are handed out in their order. Of several errors that of the first element is thrown: what is handed out
/// before it has ended by then, so the error does not depend on which core is faster.
func onEveryCore<Element: Sendable>(
  _ elements: [Element], _ work: @escaping @Sendable (Element) throws -> Void
) async throws {
  let state = Mutex((next: 0, failure: (any Error)?.none, failed: Int.max))
  @Sendable func worker() {
    while true {
      let place = state.withLock { state in
        defer { state.next += 1 }
        return state.next
      }
      guard place < elements.count else { return }
      do {
        try Task.checkCancellation()
        try work(elements[place])
      } catch {
        state.withLock { state in
          state.next = elements.count
          guard place < state.failed else { return }
          state.failure = error
          state.failed = place
        }
      }
    }
  }
  await withTaskGroup { group in
    for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) { group.addTask(operation: worker) }
  }
  if let failure = state.withLock({ $0.failure }) { throw failure }
}

/// Divides so many elements into ranges in their order: none longer than a limit, and one for each core at least.
func batches(of count: Int, atMost limit: Int) -> [Range<Int>] {
  let cores = max(1, ProcessInfo.processInfo.activeProcessorCount)
  let size = max(1, min(limit, (count + cores - 1) / cores))
  return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
}
