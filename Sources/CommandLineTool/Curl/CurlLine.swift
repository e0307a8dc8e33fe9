import Diagnostics

/// A cURL command line, as far as it says what is asked of the service.
///
/// Nothing in here holds a token: what carries one is counted and thrown away while it is read.
struct CurlLine: Equatable {
  private(set) var method = ""
  private(set) var url = ""
  private(set) var body: String?
  /// Whether the line carried a token, a password or a cookie.
  private(set) var hadSecret = false

  /// Reads a line such as `curl -X PUT https://… -H '…' -d '{…}'`.
  init(_ text: String) throws(Problem) {
    let shell = ShellWords(text)
    guard shell.openQuote == nil else {
      throw Self.problem("a quote in the cURL line is not closed", "copy the line to its end")
    }
    var words = shell.words.drop { $0 == "$" || $0.hasPrefix("```") }
    guard let program = words.popFirst(), Self.isCurl(program) else {
      throw Self.problem("this is no cURL line", "it begins with the word curl")
    }
    var reader = Reader()
    while let word = words.popFirst() { try reader.take(word, &words) }
    guard let url = reader.url else {
      throw Self.problem("the cURL line has no address", "it stands in the line as https://…")
    }
    body = reader.asQuery || reader.data.isEmpty ? nil : reader.data.joined(separator: "&")
    self.url = reader.asQuery ? Self.adding(reader.data, to: url) : url
    method = (reader.method ?? (body == nil ? "GET" : "POST")).uppercased()
    hadSecret = reader.hadSecret
  }

  /// Whether a text is such a line and not the name of a file.
  static func isLine(_ text: String) -> Bool {
    let words = text.split(whereSeparator: \.isWhitespace).drop { $0 == "$" }
    return words.count > 1 && words.first.map { isCurl(String($0)) } == true
  }

  private static func isCurl(_ word: String) -> Bool {
    let name = word.split { $0 == "/" || $0 == "\\" }.last ?? ""
    return name == "curl" || name == "curl.exe"
  }

  private static func adding(_ data: [String], to url: String) -> String {
    data.isEmpty ? url : url + (url.contains("?") ? "&" : "?") + data.joined(separator: "&")
  }

  static func problem(_ message: String, _ hint: String? = nil) -> Problem {
    Problem(.inputInvalid, message, hint: hint)
  }
}

extension CurlLine {
  /// Takes the options. Source: curl(1).
  private struct Reader {
    var method: String?
    var url: String?
    var data: [String] = []
    var asQuery = false
    var hadSecret = false

    /// Options with a value that says nothing about what is asked.
    private static let ignoredWithValue: Set = [
      "user-agent", "referer", "output", "max-time", "connect-timeout", "proxy", "retry",
      "write-out", "cacert", "resolve", "retry-delay", "max-redirs", "limit-rate", "interface",
      "dump-header", "trace-ascii",
    ]
    /// Options with a value that is a secret.
    private static let secretWithValue: Set = [
      "user", "cookie", "oauth2-bearer", "cert", "key", "pass", "proxy-user", "cookie-jar",
    ]
    private static let flags: Set = [
      "silent", "show-error", "location", "insecure", "verbose", "include", "fail", "globoff",
      "compressed", "http1.1", "http2", "http1.0", "progress-bar", "ipv4", "ipv6",
      "fail-with-body", "no-buffer", "path-as-is", "tlsv1.2", "no-progress-meter", "remote-name",
    ]
    private static let letters: [Character: String] = [
      "X": "request", "H": "header", "d": "data", "A": "user-agent", "e": "referer", "u": "user",
      "b": "cookie", "o": "output", "m": "max-time", "x": "proxy", "w": "write-out", "F": "form",
      "T": "upload-file", "G": "get", "I": "head", "s": "silent", "S": "show-error",
      "L": "location", "k": "insecure", "v": "verbose", "i": "include", "f": "fail",
      "g": "globoff", "#": "progress-bar", "4": "ipv4", "6": "ipv6", "N": "no-buffer",
      "O": "remote-name", "c": "cookie-jar", "E": "cert", "D": "dump-header", "0": "http1.0",
    ]

    mutating func take(_ word: String, _ words: inout ArraySlice<String>) throws(Problem) {
      if word.hasPrefix("--"), word.count > 2 {
        try take(option: String(word.dropFirst(2))) { words.popFirst() }
      } else if word.hasPrefix("-"), word.count > 1 {
        try take(letters: word.dropFirst(), &words)
      } else if word != "-", word != "--", !word.hasPrefix("```") {
        try take(address: word)
      }
    }

    /// `-sSLX PUT`, `-XPUT`: what follows a letter that wants a value is its value.
    private mutating func take(
      letters: Substring, _ words: inout ArraySlice<String>
    ) throws(Problem) {
      var letters = letters
      while let letter = letters.popFirst() {
        guard let name = Self.letters[letter] else {
          throw CurlLine.problem("curl's option '-\(letter)' is not understood", "leave it out")
        }
        try take(option: name) {
          defer { letters = "" }
          return letters.isEmpty ? words.popFirst() : String(letters)
        }
      }
    }

    private mutating func take(
      option name: String, value: () -> String?
    ) throws(Problem) {
      if Self.flags.contains(name) { return }
      switch name {
      case "get":
        asQuery = true
        return
      case "head":
        method = "HEAD"
        return
      default: break
      }
      // The value may be a secret, so it is in no message.
      guard let value = value() else {
        throw CurlLine.problem("curl's option '\(Self.shown(name))' has no value")
      }
      switch name {
      case "request": method = value
      case "url": try take(address: value)
      case "header": hadSecret = hadSecret || Self.isSecret(header: value)
      case "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "json":
        try take(data: value, raw: name == "data-raw")
      case _ where Self.ignoredWithValue.contains(name): break
      case _ where Self.secretWithValue.contains(name): hadSecret = true
      case "form", "upload-file":
        throw CurlLine.problem(
          "the line sends a form or a file, and this service takes JSON", "use -d '{…}'")
      default:
        throw CurlLine.problem(
          "curl's option '\(Self.shown(name))' is not understood", "leave it out")
      }
    }

    private mutating func take(address: String) throws(Problem) {
      guard url == nil else {
        throw CurlLine.problem("the cURL line has two addresses", "is a quote missing?")
      }
      url = address
    }

    private mutating func take(data value: String, raw: Bool) throws(Problem) {
      if value.hasPrefix("@"), !raw {
        throw CurlLine.problem(
          "the body is in a file", "put the file's text in the place of its name")
      }
      data.append(value)
    }

    private static func isSecret(header: String) -> Bool {
      let name = header.prefix { $0 != ":" }.lowercased()
      return ["authorization", "cookie", "x-api-key", "proxy-authorization"].contains(name)
    }

    /// A word that is glued to an option may be anything.
    private static func shown(_ name: String) -> String {
      "--" + name.prefix { $0.isASCII && $0.isLetter || $0 == "-" }.prefix(30)
    }
  }
}
