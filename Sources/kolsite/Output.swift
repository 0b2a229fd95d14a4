import CommandSupport
import Foundation
import Markup
import Model
import Pipeline
import Secrets

/// Where everything leaves the process that it prints: without the token, and on a terminal without anything that acts
/// on it.
enum Output {
  /// The token of the environment, and what may be one.
  private static let secrets = SecretSpellings.known(in: ProcessInfo.processInfo.environment)
  private static let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Writes to standard output.
  /// - Parameter bytes: Whole lines.
  /// - Returns: 0, or the system's error number.
  static func write(_ bytes: [UInt8]) -> Int32 {
    let isJSON = bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[")
    let clean = isJSON ? secrets.redact(json: bytes) : secrets.redact(bytes)
    return write(isTerminal ? forTerminal(clean) : clean, to: STDOUT_FILENO)
  }

  /// Writes to standard error. Nobody listening is no reason to stop a run, so what cannot be written is dropped.
  static func tell(_ text: String) {
    _ = write(secrets.redact(Array(text.utf8)), to: STDERR_FILENO)
  }

  /// Writes to standard output what a command has to say last.
  /// - Parameters:
  ///   - status: How the command would end if it could say it.
  ///   - hint: What to do where it could not; nil to run it again.
  /// - Returns: How it ends: with 74 where output was lost, unless it ends with a failure of its own.
  static func finish(
    _ bytes: [UInt8], _ status: ExitStatus, hint: String? = nil
  ) -> ExitStatus {
    let problem = write(bytes)
    // A reader that went away (`| head`) has what it wanted.
    guard problem != 0, problem != EPIPE else { return status }
    Console(isQuiet: false).show(lostOutput(problem, hint: hint))
    return [.success, .stale].contains(status) ? .archive : status
  }

  /// Writes all bytes as they are; 0, or the system's error number.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count == 0 {
        return EIO
      } else if errno == EAGAIN {
        // Another program has made the pipe one that does not wait.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Takes the places of standard streams that are closed, or the next file that is opened would be written to as
  /// one of them. Writing to what stands there fails.
  static func holdPlaces() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Lines in which everything that acts is spelt as JSON spells it, so that JSON stays what it is.
  static func forTerminal(_ bytes: [UInt8]) -> [UInt8] {
    var result = String.UnicodeScalarView()
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      // The rows of CSV end with both.
      if scalar == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { continue }
      if scalar != "\n", actsInText(scalar) {
        let digits = String(scalar.value, radix: 16)
        let zeros = String(repeating: "0", count: 4 - digits.utf8.count)
        result.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return Array(String(result).utf8)
  }
}
