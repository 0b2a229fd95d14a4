/// The requests of a connection, one after the other; a client may send the next before it has its answer.
struct RequestReader {
  private let connection: Connection
  /// What has come and is not yet read; no more than a head and one read.
  private var received: [UInt8] = []

  /// In bytes: what a head may have, the empty line at its end included.
  static let limit = 1 << 14

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Why a head is not answered but refused.
  enum Refusal: Error {
    case malformed
    case tooLong
  }

  /// The next request; nil where the client has ended the connection, even in the middle of one.
  /// - Throws: ``Refusal``, or what ``Connection/read()`` throws.
  mutating func next() async throws -> RequestHead? {
    var searched = 0
    while true {
      if let end = endOfHead(from: searched), end <= Self.limit {
        let head = received[..<end]
        received = Array(received[end...])
        guard let request = RequestHead(head) else { throw Refusal.malformed }
        return request
      }
      guard received.count < Self.limit else { throw Refusal.tooLong }
      searched = received.count
      let bytes = try await connection.read()
      guard !bytes.isEmpty else { return nil }
      received += bytes
    }
  }

  /// Behind the first empty line that ends a head; nil where there is none yet.
  ///
  /// - Parameter start: How much was searched before.
  private func endOfHead(from start: Int) -> Int? {
    for index in received.indices.dropFirst(max(0, start - 2)) where received[index] == lineFeed {
      let next = received[(index + 1)...].prefix(2)
      if next.first == lineFeed { return index + 2 }
      if next.elementsEqual([carriageReturn, lineFeed]) { return index + 3 }
    }
    return nil
  }
}

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
