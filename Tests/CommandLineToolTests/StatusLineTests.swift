import HighLevel
import Testing

@testable import CommandLineTool
@testable import HTTPBackend

/// What people see of an apply that takes its time.
@Suite struct StatusLineTests {
  private let sink = Sink()

  private func output(isTerminal: Bool) -> Output {
    let sink = sink
    var world = World(
      arguments: [], environment: [:], input: TestInput(text: nil, environment: [:]),
      writeOutput: sink.append,
      writeError: sink.append, clock: { Timestamp(milliseconds: 0) }, readAnswer: { nil })
    world.errorIsTerminal = isTerminal
    return Output(world)
  }

  private let wait = Wait(
    reason: .limit(max: 100, interval: .seconds(10)), duration: .seconds(4),
    until: Timestamp(milliseconds: 1_767_614_400_000))
  private let words = "the service takes 100 requests in 10 s; going on in 4 s, at 12:00:00 UTC"

  @Test func `a terminal shows progress and wait in one line, which other texts take away`() {
    let output = output(isTerminal: true)
    output.statusLine.show(progress: "3 of 9")
    WaitNotes(output, isTerminal: true).note(wait)
    output.note("hello")
    #expect(sink.text.hasSuffix("\r\u{1B}[K3 of 9; \(words.prefix(71))\r\u{1B}[Khello\n"))
  }

  @Test func `elsewhere a wait is a line, and not every one`() {
    let notes = WaitNotes(output(isTerminal: false), isTerminal: false)
    for _ in 1...9 { notes.note(wait) }
    #expect(sink.text == words + "\n")
  }

  @Test func `short waits are not worth a word`() {
    var short = wait
    short.duration = .milliseconds(999)
    WaitNotes(output(isTerminal: true), isTerminal: true).note(short)
    #expect(sink.text.isEmpty)
  }
}
