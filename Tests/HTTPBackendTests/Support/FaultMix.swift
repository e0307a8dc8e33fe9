import HighLevel
import JSON
import MockBackend
import Synchronization

/// One thing that goes wrong with one request.
enum Trouble: String, CaseIterable, Sendable {
  case tooMany, tooManyWithHeaders, serverError, badGateway, overloaded, slowFirstByte
  case stalledBody, cutBody, reset, brokenJSON, errorPage, wrongType, giantBody, redirect
}

/// The stand-in service behind a line full of trouble, all of it by a seed.
///
/// Whether the request is carried out before its answer is spoilt is also chance, where a real
/// service could do either.
final class FaultMix: Sendable {
  private struct State {
    var generator: SeededGenerator
    var struck: [Trouble] = []
    var repeatedCreates: [String] = []
  }

  let service = MockService()
  /// How many of ten requests are harmed.
  let severity: Int
  private let state: Mutex<State>

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    severity = Int.random(in: 1...7, using: &generator)
    state = Mutex(State(generator: generator))
  }

  var struck: [Trouble] { state.withLock(\.struck) }
  /// E-mails of creates that were sent although the user was there: what must never happen.
  var repeatedCreates: [String] { state.withLock(\.repeatedCreates) }

  func respond(_ seen: Seen) -> [Step] {
    let (trouble, isCarriedOut): (Trouble?, Bool) = state.withLock { state in
      guard Int.random(in: 0..<10, using: &state.generator) < severity else { return (nil, true) }
      let trouble = Trouble.allCases.randomElement(using: &state.generator) ?? .reset
      state.struck.append(trouble)
      return (trouble, Bool.random(using: &state.generator))
    }
    guard let request = seen.request() else {
      return Wire.answer(.unknownPath(seen.method, seen.path))
    }
    noteRepeated(request)
    switch trouble {
    case nil: return Wire.answer(reply(request))
    case .tooMany: return [.bytes(Wire.answer(429, #"{"message":"Too many requests"}"#))]
    case .tooManyWithHeaders: return tooManyWithHeaders
    case .redirect:
      return [.bytes(Wire.answer(307, "", headers: ["Location: http://other.test/"]))]
    case .some(let trouble):
      return spoilt(isCarriedOut ? reply(request) : nil, trouble)
    }
  }

  private func reply(_ request: Request) -> MockAnswer? { service.reply(to: request).answer }

  private func noteRepeated(_ request: Request) {
    guard request.operation == .usersCreate, let email = request.fields["email"]?.string,
      service.state.users.contains(where: { User($0).email == email })
    else { return }
    state.withLock { $0.repeatedCreates.append(email) }
  }

  private var tooManyWithHeaders: [Step] {
    let headers = [
      "X-RateLimit-Max: 1000", "X-RateLimit-Interval-Milliseconds: 20",
      "X-RateLimit-Remaining: 0", "X-RateLimit-Daily-Remaining: 5000",
    ]
    return [.bytes(Wire.answer(429, #"{"message":"Too many requests"}"#, headers: headers))]
  }

  /// What reaches the client of an answer that was on its way.
  private func spoilt(_ answer: MockAnswer?, _ trouble: Trouble) -> [Step] {
    let status = answer?.status ?? 200
    let body = answer?.body.text() ?? "{}"
    let half = String(body.prefix(body.count / 2))
    switch trouble {
    case .serverError: return [.bytes(Wire.answer(500, #"{"message":"Internal error"}"#))]
    case .badGateway: return [.bytes(Wire.answer(502, #"{"message":"Bad gateway"}"#))]
    case .overloaded: return [.bytes(Wire.answer(503, "", type: nil))]
    case .slowFirstByte:
      // Whoever is still there after the pause is not told that something was done that was not.
      let status = answer?.status ?? 504
      return [.pause(.milliseconds(300)), .bytes(Wire.answer(status, body))]
    case .stalledBody: return [.bytes(Wire.answer(status, half, length: body.utf8.count + 9))]
    case .cutBody:
      return [.bytes(Wire.answer(status, half, length: body.utf8.count + 9)), .close]
    // Two, as half of "{}" with one is whole again.
    case .brokenJSON: return [.bytes(Wire.answer(status, half + "}}"))]
    case .errorPage:
      return [.bytes(Wire.answer(502, "<html>502</html>", type: "text/html"))]
    case .wrongType: return [.bytes(Wire.answer(200, body, type: "text/plain"))]
    case .giantBody:
      return [
        .bytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"), .flood(1 << 30),
      ]
    default: return [.reset]
    }
  }
}
