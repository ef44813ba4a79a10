import MIME
import Testing

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("", ""), ("plain", "plain"), ("<p>a</p><p>b</p>", "a\n\nb"), ("a<br>b<BR/>c", "a\nb\nc"),
    ("<div>a</div>\n\n<div> b </div>", "a\nb"), ("a <b>bold</b>  c", "a bold c"), ("<td>a</td><td>b</td>", "a b"),
    ("<style>p{}</style>a<script>x<y</script>b", "ab"), ("<head><title>t</title></head><body>x", "x"),
    ("a<!-- c --><!---->b", "ab"), ("&lt;b&gt; &amp;amp; &#228;&#xE4; &nbsp;x", "<b> &amp; ää x"),
    ("&unknown; & &#; &#x110000;", "&unknown; & &#; \u{FFFD}"),
    ("1 < 2 > 0", "1 < 2 > 0"), ("<a href=\"x\">l</a", "l</a"), ("<pre>a\nb</pre>", "a\nb"), ("&#0;", "\u{FFFD}"),
    ("<script>never closed", ""), ("<ul><li>a<li>b</ul>", "a\nb"), ("日本<br>語", "日本\n語"), ("<!-- open", "<!-- open"),
  ])
  func readsTheText(_ html: String, _ expected: String) {
    #expect(PlainText.fromHTML(html) == expected)
  }

  @Test(arguments: 0...8) func theLimitNeverSplitsACharacter(_ limit: Int) {
    let text = PlainText.fromHTML("日本語", limit: limit)
    #expect(text == String("日本語".prefix(limit / 3)))
  }

  @Test(arguments: ["<", "<!--", "&", "&amp", "<p", "</script", "<script>", "<pre>", "&#1", "<!", "<p>"])
  func survivesRepetition(_ unit: String) {
    let html = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
    #expect(PlainText.fromHTML(html).utf8.count <= html.utf8.count)
  }
}
