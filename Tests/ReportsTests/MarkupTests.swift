import Reports
import Testing

@Suite struct MarkupTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("a\" onload='x'", "a&quot; onload=&#39;x&#39;"), ("A & B", "A &amp; B"),
    ("plain – ″ λ", "plain – ″ λ"), ("\u{0}\u{1B}[2J", "\u{FFFD}\u{FFFD}[2J"),
    ("abc\u{202E}gnp", "abc\u{FFFD}gnp"), ("two\nlines", "two\nlines"),
  ])
  func textIsShownAndNeverObeyed(_ text: String, _ expected: String) {
    #expect(Markup.escaped(text) == expected)
  }

  @Test func jsonCannotEndItsScript() throws {
    let json = try Markup.json(["</script><script>alert(1)</script>", "<!--", "&"])
    #expect(!json.contains("<") && !json.contains(">") && !json.contains("&"))
    #expect(json.contains("\\u003c/script\\u003e"))
  }

  @Test func aHostileNameStaysText() {
    let gallery = Gallery(items: [
      .init(id: "</script><img src=x onerror=alert(1)>", field: "'><b>")
    ])
    let html = GallerySection(gallery: gallery).html
    #expect(!html.contains("<img"))
    #expect(!html.contains("'><b>"))
    // Every script that ends was begun by the page.
    let (begun, ended) = ("<script", "</script>")
    #expect(
      html.contains(begun)
        && html.components(separatedBy: begun).count
          == html.components(separatedBy: ended).count
    )
  }
}
