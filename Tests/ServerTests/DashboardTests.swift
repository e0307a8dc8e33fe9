import DaemonStore
import HighLevel
import JSON
import Testing

@testable import Server

@Suite struct `The dashboard` {
  private static let evil =
    "<script>alert('1')</script>\"><img src=x onerror=alert(1)>\u{202E}\u{7}"

  /// Logs in; the cookie.
  private func login(_ house: House, _ token: String = House.operatorToken) async throws -> (
    String, String
  ) {
    let answer = await house.ask(
      "POST", "/login", "token=\(token)&next=/runs",
      headers: [("content-type", "application/x-www-form-urlencoded")], token: nil)
    #expect(answer.status == 303)
    #expect(answer.header("location") == "/runs")
    return try #require(answer.header("set-cookie")).split(separator: ";").first.map {
      ("cookie", String($0))
    } ?? ("", "")
  }

  private func code(_ page: Answer) throws -> String {
    let text = try #require(page.text.firstRange(of: "name=\"code\" value=\"")).upperBound
    return String(page.text[text...].prefix { $0 != "\"" })
  }

  @Test func `nobody sees anything without a token`() async throws {
    try await House.with(workers: false) { house async throws in
      for path in ["/", "/runs", "/inbox", "/audit", "/deliveries", "/schedules"] {
        let answer = await house.ask("GET", path, token: nil)
        #expect(answer.status == 303)
        #expect(answer.header("location")?.hasPrefix("/login") == true)
      }
      #expect(await house.ask("GET", "/changes", token: nil).status == 401)
      #expect(await house.ask("GET", "/metrics", token: nil).status == 401)
    }
  }

  @Test func `the cookie is for this server alone, and cannot be made by others`() async throws {
    try await House.with(workers: false) { house async throws in
      let cookie = try await login(house)
      let answer = await house.ask(
        "POST", "/login", "token=\(House.operatorToken)", token: nil)
      #expect(answer.header("set-cookie")?.contains("HttpOnly; SameSite=Strict") == true)
      #expect(await house.ask("GET", "/", headers: [cookie], token: nil).status == 200)
      let parts = cookie.1.split(separator: ".").map(String.init)
      for forged in [
        "\(parts[0]).99999999999.\(parts[2])", "ghlua_session=viewer.\(parts[1]).\(parts[2])",
        "\(parts[0]).\(parts[1]).", "ghlua_session=", "\(cookie.1); \(cookie.1)",
      ] {
        let answer = await house.ask("GET", "/", headers: [("cookie", forged)], token: nil)
        #expect(answer.status == 303, "\(forged)")
      }
      #expect(
        await house.ask("POST", "/login", "token=wrong-wrong-wrong-wrong", token: nil).status == 401
      )
    }
  }

  @Test(arguments: ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:x", "/a b"])
  func `a login leads to nowhere else`(next: String) async throws {
    try await House.with(workers: false) { house async throws in
      let answer = await house.ask(
        "POST", "/login", "token=\(House.operatorToken)&next=\(PercentEncoding.encode(next))",
        token: nil)
      #expect(answer.header("location") == "/")
    }
  }

  @Test func `a form counts only with the session's code`() async throws {
    try await House.with { house async throws in
      let cookie = try await login(house)
      let run = try await house.plan(#"{"do":"changes"}"#)
      let id = try #require(run["run_id"]?.string)
      let page = await house.ask("GET", "/runs/\(id)", headers: [cookie], token: nil)
      let path = "/runs/\(id)/approve"
      for form in ["checksum=sha256:abc", "checksum=sha256:abc&code=00"] {
        let answer = await house.ask("POST", path, form, headers: [cookie], token: nil)
        #expect(answer.status == 403)
      }
      let viewer = try await login(house, House.viewerToken)
      let theirs = try code(await house.ask("GET", "/", headers: [viewer], token: nil))
      let form = "checksum=sha256:abc&code="
      #expect(
        await house.ask("POST", path, form + theirs, headers: [cookie], token: nil).status == 403)
      #expect(
        await house.ask("POST", path, form + theirs, headers: [viewer], token: nil).status == 403)
      let code = try code(page)
      let elsewhere = [cookie, ("origin", "https://evil.test")]
      #expect(
        await house.ask("POST", path, form + code, headers: elsewhere, token: nil).status == 403)
      let answer = await house.ask("POST", path, form + code, headers: [cookie], token: nil)
      #expect(answer.status == 303)
      let apply = try #require(answer.header("location")).split(separator: "/").last.map(
        String.init)
      try await House.until {
        try await house.store.run(try #require(apply)).status == .applied
      }
      let audit = await house.ask("GET", "/audit", headers: [cookie], token: nil)
      #expect(audit.text.contains("approve"))
    }
  }

  @Test func `script in every field is shown and does nothing`() async throws {
    try await House.with { house async throws in
      let evil = JSONValue.string(Self.evil).text()
      let cookie = try await login(house)
      let changes = try await house.plan(#"{"do":"changes","label":\#(evil),"x":\#(evil)}"#)
      _ = try await house.plan(#"{"do":"fail","why":\#(evil)}"#)
      let body = #"{"contact_id":\#(evil),"email":\#(evil)}"#
      let event = await house.ask("POST", "/hooks/crm/\(House.secret)", body, token: nil)
      let paths = [
        "/", "/runs", "/runs?q=\(PercentEncoding.encode(Self.evil))", "/inbox", "/deliveries",
        "/audit", "/schedules", "/runs/\(try #require(changes["run_id"]?.string))",
        "/inbox/\(try #require(try event.object["event"]?.string))", "/nothing<script>",
      ]
      for path in paths {
        let page = await house.ask("GET", path, headers: [cookie], token: nil)
        #expect([200, 404].contains(page.status), "\(path)")
        #expect(!page.text.contains("<script>alert"), "\(path)")
        #expect(!page.text.contains("<img src=x"), "\(path)")
        #expect(!page.text.contains("\u{202E}"), "\(path)")
      }
    }
  }

  @Test func `locations have their names where the plan knows them`() async throws {
    try await House.with { house async throws in
      let cookie = try await login(house)
      let run = try await house.plan(#"{"do":"changes"}"#)
      let path = "/runs/\(try #require(run["run_id"]?.string))"
      let page = await house.ask("GET", path, headers: [cookie], token: nil)
      #expect(page.text.contains("<del>Berlin, l2</del>"))
    }
  }

  @Test func `a schedule that is paused is said to be, before its next run too`() async throws {
    try await House.with(workers: false) { house async throws in
      _ = try await house.store.register(schedule: "nightly", definition: "d")
      let cookie = try await login(house)
      func first() async -> String {
        await house.ask("GET", "/", headers: [cookie], token: nil).text
      }
      let page = await first()
      #expect(page.contains("nightly") && !page.contains(">paused<"))
      let form = "code=\(try code(await house.ask("GET", "/", headers: [cookie], token: nil)))"
      for (verb, isPaused) in [("pause", true), ("continue", false)] {
        _ = await house.ask(
          "POST", "/schedules/nightly/\(verb)", form, headers: [cookie], token: nil)
        #expect(await first().contains(">paused<") == isPaused)
      }
    }
  }

  @Test func `pages show what is wrong first, in the order that matters`() async throws {
    try await House.with { house async throws in
      let cookie = try await login(house)
      let calm = await house.ask("GET", "/", headers: [cookie], token: nil)
      #expect(calm.text.contains("Nothing is wrong"))
      _ = try await house.plan(#"{"do":"fail"}"#)
      let page = await house.ask("GET", "/", headers: [cookie], token: nil).text
      let titles = [
        "Wrong now", "Running", "Recent runs", "Plans that wait", "Upcoming", "Event inbox",
        "Audit log</h2>",
      ]
      let places = try titles.map { try #require(page.firstRange(of: $0)).lowerBound }
      #expect(places == places.sorted())
    }
  }
}

@Suite struct `HTML` {
  @Test func `text is text, also in attributes`() {
    let name = "<b>\"x\" & 'y'</b>"
    let markup: Markup = "<a title=\"\(attribute: name)\">\(name)</a>"
    #expect(
      markup.text
        == "<a title=\"&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;\">"
        + "&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;</a>")
  }

  @Test func `names in other directions are kept to themselves`() {
    let markup: Markup = "\("شركة")"
    #expect(markup.text == "<bdi>شركة</bdi>")
  }

  @Test(arguments: [
    (0, "just now"), (-65_000, "1 min ago"), (7_200_000, "in 2 h"), (-9 * 86_400_000, "2025-12-27"),
  ])
  func `moments are said as people say them`(offset: Int, text: String) {
    let moment = House.noon.advanced(by: .milliseconds(offset))
    #expect(RelativeTime.text(moment, from: House.noon) == text)
  }
}
