import Model
import Testing

@testable import Rendering

struct SiteMapTests {
  private let map = SiteMap(languages: [.zh, .en])

  @Test func theFirstLanguageIsAtTheTop() throws {
    let kol = SiteMap.Page.kol(try #require(KOLID("anna")))
    #expect(map.path(of: .index, in: .zh) == "index.html")
    #expect(map.path(of: .index, in: .en) == "en/index.html")
    #expect(map.path(of: kol, in: .zh) == "kol/anna/index.html")
    #expect(map.path(of: .free("about"), in: .en) == "en/about/index.html")
  }

  @Test func linksAreRelative() throws {
    let kol = SiteMap.Page.kol(try #require(KOLID("anna")))
    #expect(map.link(from: .index, in: .zh, to: kol, in: .zh) == "kol/anna/index.html")
    #expect(map.link(from: kol, in: .zh, to: kol, in: .en) == "../../en/kol/anna/index.html")
    #expect(map.link(from: kol, in: .en, to: .index, in: .zh) == "../../../index.html")
    #expect(map.link(from: .free("about"), in: .en, to: .index, in: .en) == "../../en/index.html")
  }
}
