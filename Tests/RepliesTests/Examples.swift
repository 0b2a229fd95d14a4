import Foundation
import Model
import Replies

/// The published and observed answers beside this file; the file manager is the tests' only use of Foundation.
enum Examples {
  static let names: [String] = {
    let all = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (all ?? []).filter { $0.hasSuffix(".json") }.sorted()
  }()

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Examples").path
}

/// The last copy of a value that a text holds.
func value(of text: [UInt8]) throws -> JSONValue {
  var reader = JSONReader()
  return try reader.read(text) { $0.value }
}

func value(of text: String) throws -> JSONValue {
  try value(of: Array(text.utf8))
}

func decode(_ text: [UInt8], expecting id: KOLID? = nil) throws -> DecodedReply {
  var reader = JSONReader()
  return try reader.read(text) { try decodeProfile($0, expecting: id) }
}

/// Decodes an answer with code 0 whose data has the user id `a` and these members.
func decode(members: String, expecting id: KOLID? = nil) throws -> DecodedReply {
  try decode(Array(#"{"code":0,"data":{"userId":"a",\#(members)}}"#.utf8), expecting: id)
}
