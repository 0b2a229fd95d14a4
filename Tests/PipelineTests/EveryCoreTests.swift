import Synchronization
import Testing

@testable import Pipeline

struct EveryCoreTests {
  private struct Failure: Error, Equatable {
    let element: Int
  }

  @Test func eachElementIsDoneOnce() async throws {
    let done = Mutex([Int](repeating: 0, count: 1_000))
    try await onEveryCore(Array(0..<1_000)) { element in done.withLock { $0[element] += 1 } }
    #expect(done.withLock { $0 } == [Int](repeating: 1, count: 1_000))
    try await onEveryCore([Int]()) { _ in Issue.record("nothing is to be done") }
  }

  @Test(arguments: 0..<50)
  func theErrorOfTheFirstElementIsThrown(run: Int) async throws {
    await #expect(throws: Failure(element: 100 + run)) {
      try await onEveryCore(Array(0..<1_000)) { element in
        if element >= 100 + run { throw Failure(element: element) }
      }
    }
  }

  @Test func whatIsCancelledEndsSoon() async throws {
    let done = Mutex(0)
    let task = Task {
      try await onEveryCore(Array(0..<1_000_000)) { _ in
        done.withLock { $0 += 1 }
        withUnsafeCurrentTask { $0?.cancel() }
      }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(done.withLock { $0 } < 1_000_000)
  }
}
