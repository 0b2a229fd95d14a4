import Fetching
import Model
import Replies
import Secrets
import Testing

/// Replies with a token of digits in any place and spelling: what is archived of them is JSON without it.
struct RedactedNumberTests {
  private static let token = "12345678"
  private static let spellings = [
    "12345678", "1.2345678e7", "-1.2345678E+7", "123456780e-1", "12345677.9999999", "0.12345678e8",
    "3.132333435363738e15",
    "912345678", "1.23456789e300",
  ]
  private static let others = ["0", "-1", "1.5", "1e5", "1234567", "1.2345678", "1e-300", "12345.678", "0.0"]
  private static let texts = [
    "\"\"", "\"12345678\"", "\"1234.5678w\"", "\"1\\u003234.5678w\"", "\"a\\\"1.2345678e7\"", "\"\\\\\"",
    "\"1e7\"",
    "\"\\n12345678\\\\\"", "\"\\ud83d\\ude00\"",
  ]

  private func json(_ depth: Int, _ random: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0: return Self.spellings.randomElement(using: &random) ?? "0"
    case 1: return Self.others.randomElement(using: &random) ?? "0"
    case 2: return Self.texts.randomElement(using: &random) ?? "0"
    case 3: return ["null", "true", "false", " [ ] "].randomElement(using: &random) ?? "0"
    case 4:
      return "[" + (0..<3).map { _ in json(depth - 1, &random) }.joined(separator: " ,") + "]"
    default:
      return "{" + (0..<3).map { "\"k\($0)\" :\(json(depth - 1, &random))" }.joined(separator: ",\n") + "}"
    }
  }

  /// The value with what is left of numbers and texts, and whether any of it is the token.
  private func shape(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let digits): Self.spellings.contains(digits) ? "*" : digits
    case .string(let text): text == "***" ? "*" : "text"
    case .array(let elements): "[\(elements.map(shape).joined(separator: ","))]"
    case .object(let members): "{\(members.map { "\($0.key):\(shape($0.value))" }.joined(separator: ","))}"
    }
  }

  @Test(arguments: 0..<8)
  func whatIsLeftIsTheSameJSONWithoutIt(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var reader = JSONReader()
    let token = try APIToken(Self.token)
    let spellings = SecretSpellings([Array(Self.token.utf8)])
    for _ in 0..<300 {
      let body = Array(json(4, &random).utf8)
      let redacted = token.redact(body)
      #expect(!spellings.finds(in: redacted), "\(String(decoding: body, as: UTF8.self))")
      #expect(token.redact(redacted) == redacted)
      let before = try reader.read(body) { shape($0.value) }
      let after = try reader.read(redacted) { shape($0.value) }
      // Of the texts, those that were the token alone.
      #expect(before.replacing("text", with: "*") == after.replacing("text", with: "*"))
    }
  }
}
