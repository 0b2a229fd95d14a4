import CommonMark
import Markup
import Testing

/// Bold and italics beside Chinese punctuation; everything else as CommonMark has it.
@Suite struct ChineseEmphasisTests {
  @Test(arguments: [
    ("这是**“重点”**内容", "这是<strong>“重点”</strong>内容"),
    ("还有**注意：**请看", "还有<strong>注意：</strong>请看"),
    ("**“重点”**内容", "<strong>“重点”</strong>内容"), ("内容**“重点”**", "内容<strong>“重点”</strong>"),
    ("他说**（重点）**。", "他说<strong>（重点）</strong>。"), ("见*《书名》*一书", "见<em>《书名》</em>一书"),
    ("这是**\"重点\"**内容", "这是<strong>&quot;重点&quot;</strong>内容"),
    ("涨了**50%**左右", "涨了<strong>50%</strong>左右"), ("价格**¥180**一篇", "价格<strong>¥180</strong>一篇"),
    ("**甲**、**乙**，**丙**。", "<strong>甲</strong>、<strong>乙</strong>，<strong>丙</strong>。"),
    ("“**重点**”和（*甲*）", "“<strong>重点</strong>”和（<em>甲</em>）"),
    ("这是***“重点”***内容", "这是<em><strong>“重点”</strong></em>内容"),
    ("见**[“甲”](b)**一文", "见<strong><a href=\"b\">“甲”</a></strong>一文"),
    ("**注意：**\n请看", "<strong>注意：</strong>\n请看"), ("**“𠀀”**字", "<strong>“𠀀”</strong>字"),
    ("これは**「強調」**です", "これは<strong>「強調」</strong>です"),
    ("**路径\\\\**后", "<strong>路径\\</strong>后"),
  ])
  func emphasisIsSeen(source: String, expected: String) throws {
    let result = try html(source)
    #expect(result == "<p>\(expected)</p>\n")
  }

  @Test(arguments: [
    ("a**\"b\"**c", "a**&quot;b&quot;**c"), ("a**“b”**c", "a**“b”**c"), ("2 * 3 * 4", "2 * 3 * 4"),
    ("报价*，粉丝数*，阅读*。", "报价*，粉丝数*，阅读*。"), ("价格*：100元；库存*：5件", "价格*：100元；库存*：5件"),
    ("带*的为必填（*示例）", "带*的为必填（*示例）"), ("5星级*（*以官方为准）", "5星级*（*以官方为准）"),
    ("评分5*，4*，3*酒店", "评分5*，4*，3*酒店"), ("密码为***，账号为***", "密码为***，账号为***"), ("文件*.txt，和*.md", "文件*.txt，和*.md"),
    ("注意 ** 请看 **", "注意 ** 请看 **"), ("注意：\\**请看**", "注意：*<em>请看</em>*"),
    ("`这是**“重点”**内容`", "<code>这是**“重点”**内容</code>"),
    (
      "[甲](https://a/（**“b”**乙 '“**丙')",
      "<a href=\"https://a/%EF%BC%88**%E2%80%9Cb%E2%80%9D**%E4%B9%99\" title=\"“**丙\">甲</a>"
    ),
    ("乙<!--“**甲-->", "乙"), ("甲\u{F5FA}：**乙**丙", "甲\u{F5FA}：<strong>乙</strong>丙"),
  ])
  func allElseStaysAsItWas(source: String, expected: String) throws {
    let result = try html(source)
    #expect(result == "<p>\(expected)</p>\n")
  }

  @Test func codeAndItsInfoStayAsTheyAre() throws {
    let source = "```a：**甲\n这是**“重点”**内容\n```\n\n    甲：**乙**丙\n"
    #expect(
      try html(source) == """
        <pre><code class="language-a：**甲">这是**“重点”**内容
        </code></pre>
        <pre><code>甲：**乙**丙
        </code></pre>

        """)
    #expect(fencedBlocks(in: source).map(\.info) == ["a：**甲"])
    #expect(firstHeading(in: "# 甲**“乙”**丙") == "甲“乙”丙")
  }

  /// Neither a mark nor a letter is left behind or lost, whatever stands around the asterisks.
  @Test(arguments: UInt64(0)..<200)
  func noTextIsLostAndNoMarkIsLeft(seed: UInt64) throws {
    var random = Generator(state: seed)
    let pieces = [
      "*", "**", "***", "甲", "乙", "a", "“", "”", "：", "（", "）", "\"", "(", ")", " ", "\n", "`", "%", "¥",
      "\u{301}",
    ]
    let source = (0..<40).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
    let text = try html(source)
    #expect(!text.unicodeScalars.contains("\u{F5FA}"))
    for letter: Unicode.Scalar in ["甲", "乙", "“", "”", "：", "（"] {
      #expect(
        text.unicodeScalars.count { $0 == letter } == source.unicodeScalars.count { $0 == letter },
        "\(source)")
    }
  }

  private struct Generator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }
}
