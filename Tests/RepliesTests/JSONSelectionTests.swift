import Model
import Testing

@testable import Replies

/// Reading only what is charted must give what reading everything gives.
struct JSONSelectionTests {
  private static let selection = JSONSelection.chartedAndCompared(at: ["reply"])

  @Test(arguments: [
    ("", ""), (#""fansNum""#, #""\u0066ansNum""#), (#""fansNum""#, #""fansNum\u0000""#),
    (#""fansNum""#, #""fansNum":1,"fansNum""#), (#""userId""#, #""userId":"x","userId""#),
    (#""userId""#, #""\u0075serId":"x","userId""#), (#""fansNum""#, #""":1,"fansNum""#),
    (#""fansNum""#, #""fansNumber":[{"fansNum":3}],"nested":{"fansNum":4,"a":{"b":[]}},"fansNum""#),
    (#""picturePrice""#, #""pictureShowState":false,"picturePrice""#), (#""fansNum""#, #""fansnum""#),
    (#""code""#, #""code":5,"other""#), (#""data""#, #""data":null,"\u0064ata""#),
    (#""userType""#, #""a\\\"b":"\"fansNum\":","userType""#),
  ])
  func theSameReadingsComeOfIt(text: String, replacement: String) throws {
    #expect(!Examples.names.isEmpty)
    for name in Examples.names {
      var body = String(decoding: try Examples.bytes(name), as: UTF8.self)
      if !text.isEmpty { body = body.replacingFirst(text, with: replacement) }
      let line = Array("{\"kolId\":\"a\",\"reply\":\(body)}".utf8)
      let expected = try whole(line)
      #expect(try selected(line) == expected, "\(name): \(replacement)")
    }
  }

  private func whole(_ line: [UInt8]) throws -> Result<[PackedReading], ReplyProblem> {
    var reader = JSONReader()
    return try reader.read(line) { node in
      Result { () throws(ReplyProblem) in
        guard let reply = node["reply"] else { throw .notJSON }
        return try decodeProfile(reply, expecting: nil).profile.chartedReadings
      }
    }
  }

  private func selected(_ line: [UInt8]) throws -> Result<[PackedReading], ReplyProblem> {
    var reader = JSONReader()
    return try line.withUnsafeBufferPointer { line in
      try reader.read(line, selecting: Self.selection) { node in
        Result { () throws(ReplyProblem) in
          guard let reply = node["reply"] else { throw .notJSON }
          var readings: [PackedReading] = []
          try decodeChartedReadings(reply, expecting: nil, into: &readings)
          return readings
        }
      }
    }
  }
}

extension String {
  fileprivate func replacingFirst(_ text: String, with replacement: String) -> String {
    guard let range = firstRange(of: text) else { return self }
    return String(self[..<range.lowerBound] + replacement + self[range.upperBound...])
  }
}
