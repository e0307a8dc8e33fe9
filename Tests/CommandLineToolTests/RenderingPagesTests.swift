import JSON
import Testing

@testable import CommandLineTool
@testable import Planning

/// Plans as pages and as text for tickets.
@Suite struct RenderingPagesTests {
  private let plan = Samples.plan(
    [Samples.moved, Samples.created, Samples.deleted],
    unchecked: ["whether the service takes the passwords"])

  private func facts(_ plan: Plan, file: String = "plan.json") -> PlanFacts {
    PlanFacts(plan, file: file, company: "company.json")
  }

  private func page(_ plan: Plan) -> String {
    PlanPage(facts(plan), names: Samples.names).html
  }

  private func ticket(_ plan: Plan) -> String {
    PlanMarkdown(facts(plan), names: Samples.names).text
  }

  @Test func `a page names what cannot be taken back first, and what to type last`() throws {
    let page = page(plan)
    let places = [
      "1 cannot be taken back", "rubika@deos.com", "Can be undone", "john@deo.com", "Not checked",
      plan.checksum, "ghlua apply plan.json --checksum \(plan.checksum) --mock=company.json",
    ].map { page.ranges(of: $0).first?.lowerBound }
    let found = places.compactMap(\.self)
    #expect(found.count == places.count)
    #expect(found == found.sorted())
  }

  @Test func `a page loads nothing and runs nothing`() {
    let page = page(plan)
    for word in ["<script", "http://", "https://", "url(", "@import", "<link", "<img", "onload"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("script-src 'none'"))
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("@media print"))
  }

  @Test func `a name cannot become part of the page or turn it around`() {
    let evil = "<script>alert('x')</script>&\"\u{202E}gnp.exe"
    let operation = Samples.operation(
      1, .update, evil, [FieldChange(path: "/firstName", before: .string(evil), after: "אבג")])
    let page = page(Samples.plan([operation]))
    #expect(!page.contains("<script") && !page.contains("\u{202E}"))
    #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"))
    #expect(page.contains("\\u{202E}gnp.exe"))
    #expect(page.contains("<bdi>\"אבג\"</bdi>") || page.contains("<bdi>&quot;אבג&quot;</bdi>"))
  }

  @Test func `a page leaves nothing out`() {
    let scopes = (1...60).map { "scope/\($0).write" }
    let operation = Samples.operation(
      1, .update, "ana@acme.test",
      [FieldChange(path: "/scopes", before: .strings(scopes), after: [])])
    let page = page(Samples.plan([operation]))
    for scope in scopes { #expect(page.contains(scope), "\(scope)") }
  }

  @Test func `all that happens to one person stands together`() {
    let again = Samples.operation(
      4, .update, "john@deo.com", [FieldChange(path: "/phone", before: nil, after: "+1")])
    var second = again
    second.id = Samples.moved.id
    let page = page(Samples.plan([Samples.moved, Samples.created, second]))
    #expect(page.ranges(of: "<h3>john@deo.com</h3>").count == 1)
  }

  @Test func `a ticket is Markdown in which no name is a sign`() {
    var evil = Samples.deleted
    evil.label = "a`b @team [x](http://x.test) | c"
    let text = ticket(Samples.plan([Samples.moved, evil]))
    #expect(text.contains("- `` a`b @team [x](http://x.test) | c ``"))
    #expect(text.contains("### Cannot be taken back"))
    #expect(text.contains("Checksum: `sha256:"))
    #expect(text.contains("ghlua apply plan.json --checksum sha256:"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func `a long ticket counts what does not fit`() {
    let operations = (1...250).map {
      Samples.operation($0, .update, "user\($0)@acme.test")
    }
    let text = ticket(Samples.plan(operations))
    #expect(text.contains("- … and 50 more: 50 to update"))
  }

  @Test func `an empty plan has nothing to approve`() {
    let empty = Samples.plan([])
    for text in [page(empty), ticket(empty)] {
      #expect(text.contains("nothing to do"))
      #expect(!text.contains("ghlua apply"))
    }
  }

  @Test(arguments: [
    ("plan.json", "plan.json"), ("my plan.json", "'my plan.json'"), ("it's", "'it'\\''s'"),
    ("$(rm -rf)", "'$(rm -rf)'"), ("", "''"),
  ])
  func `a file's name is quoted for the shell`(name: String, quoted: String) {
    #expect(name.shellQuoted == quoted)
  }
}
