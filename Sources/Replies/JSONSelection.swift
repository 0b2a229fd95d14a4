import CSimdjson
import Model

/// The members of one object in a text that are wanted; the others of that object are passed over.
public final class JSONSelection: Sendable {
  // Written once and only read from then on.
  nonisolated(unsafe) let pointer: OpaquePointer?

  /// - Parameters:
  ///   - path: The keys that lead to the object from the root; none of them nor of `keys` holds a zero byte.
  ///   - keys: The keys of the wanted members.
  public init(at path: [String], keys: [String]) {
    pointer = Self.withCStrings(path) { path, depth in
      Self.withCStrings(keys) { keys, count in csimdjson_selection_new(path, depth, keys, count) }
    }
  }

  deinit {
    if let pointer { csimdjson_selection_free(pointer) }
  }

  /// What ``decodeChartedReadings(_:expecting:into:)`` and ``ComparedReply`` look at in a reply.
  /// - Parameter path: The keys that lead to the reply.
  public static func chartedAndCompared(at path: [String]) -> JSONSelection {
    let keys = Set(ChartedFields.builtIn.fields.map(\.key) + ComparedFields.keysBesideFollowers)
    return JSONSelection(at: path + ["data"], keys: ["userId"] + keys.sorted())
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?, Int) -> Result
  ) -> Result {
    var bytes: [CChar] = []
    let offsets = texts.map { text in
      defer { bytes += text.utf8CString }
      return bytes.count
    }
    return bytes.withUnsafeBufferPointer { bytes in
      let pointers = offsets.map { offset in bytes.baseAddress.map { $0 + offset } }
      return pointers.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
    }
  }
}
