import DaemonStore
import HighLevel

/// What all pages have around them.
struct Layout: Sendable {
  let session: Session
  let isOpen: Bool
  let now: Timestamp

  private static let places = [
    ("/", "Now"), ("/runs", "Runs"), ("/schedules", "Schedules"), ("/inbox", "Inbox"),
    ("/deliveries", "Webhooks out"), ("/audit", "Audit log"),
  ]

  func page(_ title: String, at path: String, _ main: Markup, isLive: Bool = true) -> Markup {
    let links = Self.places.map { target, name -> Markup in
      let isHere = target == "/" ? path == "/" : path.hasPrefix(target)
      let mark: Markup = isHere ? " aria-current=\"page\"" : ""
      return "<li><a href=\"\(attribute: target)\"\(mark)>\(name)</a></li>"
    }
    return Self.frame(
      title, isLive: isLive,
      """
      <a class="skip" href="#main">Skip to the content</a>
      <header class="top">
      <a class="brand" href="/">ghlua</a>
      <nav aria-label="Main"><ul>
      \(links)</ul></nav>
      \(person)
      </header>
      <main id="main" tabindex="-1">
      \(main)
      </main>
      """)
  }

  private var person: Markup {
    if isOpen { return "<p class=\"who\">this machine</p>" }
    return """
      <form class="who" method="post" action="/logout">\(code)\
      <span>\(session.caller.name) <small>\(session.caller.role.rawValue)</small></span>\
      <button class="plain">Log out</button></form>
      """
  }

  /// What a form of ours holds and nobody else's can.
  var code: Markup {
    "<input type=\"hidden\" name=\"code\" value=\"\(attribute: session.formCode)\">"
  }

  /// A button that does something by itself.
  func button(_ label: String, to path: String, style: String = "") -> Markup {
    """
    <form method="post" action="\(attribute: path)">\(code)\
    <button class="\(attribute: style)">\(label)</button></form>
    """
  }

  /// A moment for people: how long ago, and exactly when one looks closer.
  func time(_ moment: Timestamp?) -> Markup {
    guard let moment else { return "–" }
    let exact = moment.description
    return """
      <time datetime="\(attribute: exact)" title="\(attribute: exact)">\
      \(RelativeTime.text(moment, from: now))</time>
      """
  }

  static func frame(_ title: String, isLive: Bool, _ body: Markup) -> Markup {
    let script: Markup =
      isLive ? "<script src=\"/app.js\" defer></script>" : ""
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="robots" content="noindex">
      <title>\(attribute: title) · ghlua</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="/app.css">
      \(script)
      </head>
      <body>
      \(body)
      </body>
      </html>

      """
  }
}

/// Moments as people say them.
enum RelativeTime {
  static func text(_ moment: Timestamp, from now: Timestamp) -> String {
    let seconds = (moment.milliseconds - now.milliseconds) / 1000
    let size = abs(seconds)
    // Far away, the date says more.
    if size >= 7 * 86_400 { return String(moment.description.prefix(10)) }
    if size < 5 { return "just now" }
    let amount = span(size)
    return seconds > 0 ? "in \(amount)" : "\(amount) ago"
  }

  /// `3 min`; seconds, minutes, hours or days.
  static func span(_ seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3600) h"
    default: "\(seconds / 86_400) days"
    }
  }
}
