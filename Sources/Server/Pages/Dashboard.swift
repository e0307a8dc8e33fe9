import DaemonStore
import Diagnostics
import HighLevel
import JSON

/// The pages for people.
struct Dashboard: Sendable {
  let desk: Desk
  let access: Access
  let feed: ChangeFeed

  var store: any Store { desk.store }

  func answer(_ ask: Ask, _ segments: [Substring]) async -> Answer {
    let path = segments.map(String.init)
    if let asset = Assets.answer(path.joined(separator: "/")) {
      return ask.method == "GET" ? asset : .notAllowed("GET")
    }
    if path == ["login"] { return await login(ask) }
    guard let session = access.session(ask) else {
      guard ask.method == "GET" else { return .seeOther("/login") }
      return path == ["changes"]
        ? Answer(status: 401, Problem(.auth, "nobody is logged in"))
        : .seeOther("/login?next=\(PercentEncoding.encode(ask.target, keepingSlashes: true))")
    }
    let visit = Visit(desk: desk, layout: layout(session, ask), ask: ask, feed: feed)
    do throws(Refused) {
      if ask.method == "GET" { return try await visit.page(path) ?? nothing(session, ask) }
      guard ask.method == "POST" else { return .notAllowed("GET, POST") }
      let form = ask.form
      guard session.accepts(form) else {
        throw Refused(
          403,
          Problem(
            .auth, "the form is not one of this session", hint: "load the page again, and retry"))
      }
      if path == ["logout"] { return logout() }
      return try await visit.act(path, form) ?? nothing(session, ask)
    } catch {
      return page(error, session, ask)
    }
  }

  private func layout(_ session: Session, _ ask: Ask) -> Layout {
    Layout(session: session, isOpen: access.isOpen, now: ask.received)
  }

  private func nothing(_ session: Session, _ ask: Ask) -> Answer {
    let page = ProblemPage(
      layout: layout(session, ask), title: "Nothing here",
      message: "There is nothing at this address.", hint: nil)
    return Answer(status: 404, page: page.markup)
  }

  private func page(_ refused: Refused, _ session: Session, _ ask: Ask) -> Answer {
    let page = ProblemPage(
      layout: layout(session, ask), title: "That was not done", message: refused.problem.message,
      hint: refused.problem.hint)
    return Answer(status: refused.status, page: page.markup)
  }

  private func login(_ ask: Ask) async -> Answer {
    if access.isOpen { return .seeOther("/") }
    guard ask.method == "POST" else {
      let page = LoginPage(isWrong: false, next: Self.own(ask.field("next")))
      return ask.method == "GET"
        ? Answer(status: 200, page: page.markup) : .notAllowed("GET, POST")
    }
    let form = ask.form
    guard let token = form["token"].flatMap(access.holder) else {
      // Whoever guesses is to guess slowly.
      try? await Task.sleep(for: .milliseconds(400))
      let page = LoginPage(isWrong: true, next: Self.own(form["next"]))
      return Answer(status: 401, page: page.markup)
    }
    var answer = Answer.seeOther(Self.own(form["next"]))
    answer.headers.append(("set-cookie", access.cookie(for: token, at: ask.received)))
    return answer
  }

  private func logout() -> Answer {
    var answer = Answer.seeOther("/login")
    answer.headers.append(("set-cookie", access.emptyCookie))
    return answer
  }

  /// The path if it is one of ours: another site's address, also without its scheme, is not.
  private static func own(_ path: String?) -> String {
    guard let path, path.utf8.first == UInt8(ascii: "/"),
      path.utf8.dropFirst().first != UInt8(ascii: "/"),
      !path.contains("\\"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return "/" }
    return path
  }
}
