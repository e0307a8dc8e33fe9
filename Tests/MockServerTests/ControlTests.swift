import HighLevel
import JSON
import MockBackend
import Testing

@testable import MockServer

@Test func `the control routes move time, list tokens and count calls`() {
  let front = front()
  #expect(front.reply(to: call("DELETE", john)).status == 200)
  let moved = front.reply(to: call("POST", "/_mock/clock", body: ["advance_ms": 180_000]))
  #expect(moved.json["now"] == "2026-01-05T12:03:00.000Z")
  #expect(front.reply(to: call("GET", john)).status == 401)
  let token: JSONValue = ["token": "pit-old", "message": "Invalid Private Integration token"]
  #expect(front.reply(to: call("POST", "/_mock/tokens", body: token)).status == 200)
  #expect(front.reply(to: call("GET", john, token: "pit-old")).status == 401)
  let counts = front.reply(to: call("GET", "/_mock/calls")).json
  #expect(counts == ["calls": 3, "byStatus": ["200": 1, "401": 2]])
  #expect(front.reply(to: call("GET", "/_mock/state")).json["format"] == "ghlua.mock-state/1")
}

@Test func `trouble comes on demand and goes`() {
  let front = front()
  let fault: JSONValue = ["effect": "answer", "status": 503, "times": 1, "operation": "users.get"]
  #expect(front.reply(to: call("POST", "/_mock/faults", body: fault)).status == 200)
  #expect(front.reply(to: call("GET", john)).status == 503)
  #expect(front.reply(to: call("GET", john)).status == 200)
  _ = front.reply(to: call("POST", "/_mock/faults", body: ["effect": "drop"]))
  #expect(front.reply(to: call("GET", john)).status == 0)
  _ = front.reply(to: call("DELETE", "/_mock/faults"))
  #expect(front.reply(to: call("GET", john)).status == 200)
}

@Test(
  arguments: [
    ["effect": "melt"], ["effect": "answer", "status": 7], ["effect": "redirect"],
    ["effect": "cut", "operation": "users.fly"], "cut",
  ] as [JSONValue])
func `trouble that cannot be made is refused`(fault: JSONValue) {
  #expect(front().reply(to: call("POST", "/_mock/faults", body: fault)).status == 400)
}

@Test func `only this machine controls the stand-in`() {
  var far = call("GET", "/_mock/state")
  far.isLocal = false
  #expect(front().reply(to: far).status == 404)
}

@Test func `every effect is read`() throws {
  let effects: [(JSONValue, Fault.Effect)] = [
    (["effect": "delay", "ms": 20], .delay(.milliseconds(20))),
    (["effect": "drop", "carriedOut": true], .drop(carriedOut: true)),
    (["effect": "cut"], .damage(.cut)), (["effect": "garbage"], .damage(.garbage)),
    (["effect": "stall", "ms": 5], .damage(.stall(.milliseconds(5)))),
    (["effect": "page"], .damage(.page)), (["effect": "wrong-type"], .damage(.wrongType)),
    (["effect": "huge", "bytes": 9], .damage(.huge(9))),
    (["effect": "redirect", "to": "http://x/"], .damage(.redirect("http://x/"))),
  ]
  for (json, effect) in effects { #expect(try Fault(json: json).effect == effect) }
}
