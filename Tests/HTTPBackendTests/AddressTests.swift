import Diagnostics
import HTTPBackend
import Testing

@Test func `a base URL is a host, a port and a path, and nothing more`() throws {
  for good in ["https://a.test", "http://localhost:8080/v1/", "https://[::1]:9/x"] {
    _ = try NetworkTransport(NetworkTransport.Settings(baseURL: good))
  }
  let bad = [
    "", "a.test", "ftp://a.test", "https://", "https://u:p@a.test", "https://a.test?x=1",
    "https://a.test/#x", "file:///etc/passwd",
  ]
  for text in bad {
    let problem = #expect(throws: Problem.self) {
      _ = try NetworkTransport(NetworkTransport.Settings(baseURL: text))
    }
    #expect(problem?.code == .usage)
    #expect(problem?.message.contains("u:p") == false)
  }
}

private func proxy(
  _ environment: [String: String], _ url: String = "https://services.leadconnectorhq.com"
) throws -> String? {
  try Proxy.named(by: environment, for: url)?.description
}

@Test func `the environment names the proxy`() throws {
  #expect(try proxy([:]) == nil)
  #expect(try proxy(["HTTPS_PROXY": "http://p.test:3128"]) == "http://p.test:3128")
  #expect(
    try proxy(["https_proxy": "p.test:3128", "HTTPS_PROXY": "q.test:1"]) == "http://p.test:3128")
  #expect(try proxy(["ALL_PROXY": "socks5://p.test"]) == "socks5://p.test:1080")
  #expect(try proxy(["HTTP_PROXY": "http://p.test:3128"]) == nil)
  #expect(try proxy(["HTTP_PROXY": "http://p.test:3128"], "http://a.test") != nil)
  #expect(try proxy(["HTTPS_PROXY": ""]) == nil)
}

@Test func `some hosts are reached without the proxy`() throws {
  func isDirect(_ list: String, _ url: String) throws -> Bool {
    try proxy(["ALL_PROXY": "http://p.test:1", "NO_PROXY": list], url) == nil
  }
  #expect(try isDirect("*", "https://a.test"))
  #expect(try isDirect("x.test, a.test", "https://a.test"))
  #expect(try isDirect(".a.test", "https://b.a.test"))
  #expect(try isDirect("a.test", "https://b.A.test"))
  #expect(try isDirect("a.test:8443", "https://a.test:8443"))
  #expect(try !isDirect("a.test:8443", "https://a.test"))
  #expect(try !isDirect("a.test", "https://ba.test"))
  #expect(try isDirect("", "http://127.0.0.1:8080"))
  #expect(try isDirect("", "http://localhost:8080"))
}

@Test func `a proxy's password is never shown`() throws {
  let proxy = try Proxy("http://ana:secret@p.test:3128")
  var dumped = "\(proxy) \(String(reflecting: proxy))"
  dump(proxy, to: &dumped)
  #expect(!dumped.contains("secret"))
  let problem = #expect(throws: Problem.self) { _ = try Proxy("gopher://ana:secret@p.test") }
  #expect(problem?.message.contains("secret") == false)
}
