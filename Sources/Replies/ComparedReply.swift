import Model

/// What an answer says of the fields in which changes are looked for, followers apart, as bytes: where two answers of a
/// KOL have the same ones, none of these fields has changed.
public enum ComparedReply {
  private static let index = FieldIndex(ComparedFields.keysBesideFollowers.map { Array($0.utf8) })

  /// Appends the values in the order in which the answer has them: the same values in another order are other bytes.
  /// - Parameter reply: The root of an answer that ``decodeChartedReadings(_:expecting:into:)`` has accepted.
  public static func append(_ reply: JSONNode, to bytes: inout [UInt8]) {
    guard let data = reply["data"] else { return }
    var expected = 0
    for member in data.members {
      guard let place = index.index(of: member.key.bytes, guess: expected) else { continue }
      expected = place + 1
      append(place, to: &bytes)
      append(value: member.value, to: &bytes)
    }
  }

  private static func append(value node: JSONNode, to bytes: inout [UInt8]) {
    let text = node.bytes
    bytes.append(node.kindByte)
    append(text.isEmpty ? node.count : text.count, to: &bytes)
    bytes.append(contentsOf: text)
    for element in node.elements { append(value: element, to: &bytes) }
    for member in node.members {
      append(value: member.key, to: &bytes)
      append(value: member.value, to: &bytes)
    }
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: UInt32(clamping: number).littleEndian) { bytes.append(contentsOf: $0) }
  }
}
