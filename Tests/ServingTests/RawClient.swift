import Dispatch
import Model
import Testing

@testable import Serving

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A client that sends bytes as they are and sees each that comes, with blocking calls of the system.
///
/// Used on a thread of its own (``onThread(_:)``): the threads of Swift's tasks belong to the server, too.
struct RawClient: Sendable {
  private let descriptor: Int32

  /// A call of the system that failed.
  struct Failure: Error, Hashable {
    let code: Int32
  }

  /// - Parameter base: `http://127.0.0.1:PORT`.
  init(_ base: String) throws {
    let port = try #require(UInt16(base.split(separator: ":").last ?? ""))
    #if canImport(Darwin)
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #else
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    try #require(descriptor >= 0)
    var patience = timeval(tv_sec: 600, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      let failure = Failure(code: errno)
      leave()
      throw failure
    }
  }

  func send(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      #if canImport(Darwin)
        let flags: Int32 = 0
      #else
        let flags = Int32(MSG_NOSIGNAL)
      #endif
      let (count, code) = rest.withUnsafeBytes { bytes in
        #if canImport(Darwin)
          (Darwin.send(descriptor, bytes.baseAddress, bytes.count, flags), errno)
        #else
          (Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags), errno)
        #endif
      }
      guard count >= 0 else { throw Failure(code: code) }
      rest = rest.dropFirst(count)
    }
  }

  /// Some bytes; empty at the connection's orderly end.
  func receive() throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    guard count >= 0 else { throw Failure(code: errno) }
    return Array(bytes.prefix(count))
  }

  /// As many bytes, or fewer where the connection ends before.
  func receive(count: Int) throws -> [UInt8] {
    var received: [UInt8] = []
    while received.count < count {
      let bytes = try receive()
      if bytes.isEmpty { break }
      received += bytes
    }
    return received
  }

  /// Everything up to the connection's orderly end.
  func receiveAll() throws -> [UInt8] { try receive(count: .max) }

  /// Ends the connection; to be called once, last.
  func leave() {
    close(descriptor)
  }

  /// Sends bytes on a connection of its own; everything up to its orderly end.
  static func answer(to text: String, of base: String) async throws -> [UInt8] {
    try await onThread {
      let client = try RawClient(base)
      defer { client.leave() }
      try client.send(text)
      return try client.receiveAll()
    }
  }
}

/// Runs blocking work beside the tasks.
func onThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    DispatchQueue.global().async { continuation.resume(with: .init(catching: work)) }
  }
}

/// The memory that this process has in use, in bytes.
func residentBytes() throws -> Int {
  #if canImport(Darwin)
    var usage = rusage()
    try #require(getrusage(RUSAGE_SELF, &usage) == 0)
    return usage.ru_maxrss
  #else
    let file = try #require(fopen("/proc/self/statm", "r"))
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 128)
    let count = fread(&text, 1, text.count - 1, file)
    let fields = String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
      separator: " ")
    return try #require(fields.dropFirst().first.flatMap { Int($0) }) * Int(getpagesize())
  #endif
}

/// One HTTP exchange on a connection of its own.
struct Exchange {
  let status: Int
  let body: [UInt8]
  /// Names in lower case.
  let headers: [String: String]

  init(_ address: String, method: String = "GET", headers: [String: String] = [:]) async throws {
    let parts = address.split(separator: "/", maxSplits: 3)
    let authority = String(try #require(parts.dropFirst().first))
    let fields = headers.merging(["Host": authority, "Connection": "close"]) { own, _ in own }
    let head =
      ["\(method) \(address.dropFirst("http://\(authority)".count)) HTTP/1.1"] + fields.map { "\($0): \($1)" }
    let answer = try await RawClient.answer(
      to: head.joined(separator: "\r\n") + "\r\n\r\n", of: "http://\(authority)")
    let end = try #require(answer.firstRange(of: "\r\n\r\n".utf8))
    let lines = text(answer[..<end.lowerBound]).split(separator: "\r\n")
    let word = try #require(lines.first?.split(separator: " ").dropFirst().first)
    status = try #require(Int(word))
    body = Array(answer[end.upperBound...])
    self.headers = lines.dropFirst().reduce(into: [:]) { all, line in
      let field = line.split(separator: ":", maxSplits: 1)
      all[field[0].lowercased()] = String(field[1].dropFirst())
    }
  }
}

func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
