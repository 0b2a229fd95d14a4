import Model
import Testing

@testable import Fetching

@Suite struct ProfileRequestTests {
  @Test(
    arguments: [
      (Endpoint.profileV1, nil, "kolId=a_-1", [:]),
      (.profileV1, true, "kolId=a_-1&acceptCache=true", ["acceptCache": "true"]),
      (.profileV1, false, "kolId=a_-1&acceptCache=false", ["acceptCache": "false"]),
      (.profileV2, true, "userId=a_-1", [:]), (.profileV2, nil, "userId=a_-1", [:]),
    ] as [(Endpoint, Bool?, String, [String: String])])
  func theAddressIsBuiltFromItsParts(
    endpoint: Endpoint, acceptCache: Bool?, query: String, parameters: [String: String]
  ) throws {
    let request = ProfileRequest(endpoint: endpoint, kolID: try ids("a_-1")[0], acceptCache: acceptCache)
    let url = request.url(base: try BaseURL("https://api.example"), token: try APIToken("a b of us"))
    #expect(url == "https://api.example\(endpoint.path)?token=a%20b%20of%20us&\(query)")
    #expect(request.parameters == parameters)
  }

  @Test func onlyUnreservedCharactersStayAsTheyAre() {
    let ascii = (UInt8(0)...127).map { $0 }
    let kept = ascii.filter { ProfileRequest.percentEncoded([$0]).utf8.count == 1 }
    let unreserved = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
    #expect(String(decoding: kept, as: UTF8.self) == unreserved)
    #expect(ProfileRequest.percentEncoded(Array("é%2B".utf8)) == "%C3%A9%252B")
  }
}
