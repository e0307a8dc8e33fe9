import Diagnostics
import Engine

/// The prompt at a terminal: editing, history, completion, and Ctrl-C while Lua works.
struct ReplTerminal {
  private enum Event: Sendable {
    case bytes([UInt8])
    /// The keyboard is gone.
    case closed
    case answered(Console.Answer)
    case named([String])
  }

  private enum Question: Sendable {
    case evaluate(String)
    case names([String])
  }

  private let session: ReplSession
  private let keyboard: any Keyboard
  private let history: ReplHistory
  private let values: ReplValues
  private let events: AsyncStream<Event>
  private let report: AsyncStream<Event>.Continuation

  private var editor: LineEditor
  private var reader = KeyReader()
  /// Keys that were pressed while Lua worked.
  private var waiting: [Key] = []
  private var isBusy = false
  /// The lines of a statement that is not whole yet.
  private var piece: [String] = []
  private var completion: ReplCompletion?
  private var console: Task<Void, Never>?
  private var ask: AsyncStream<Question>.Continuation?

  init(_ session: ReplSession, _ keyboard: any Keyboard, _ source: SourceOptions) {
    (self.session, self.keyboard) = (session, keyboard)
    history = ReplHistory(in: session.world, session.output.redaction)
    values = ReplValues(source, company: session.company, in: session.world)
    editor = LineEditor(history: history.load())
    (events, report) = AsyncStream.makeStream()
  }

  mutating func run() async -> Int32 {
    let output = session.output
    output.note(
      "\(session.company.sourceName) company \(session.company.id); nothing is written; :help")
    let keys = keyboard.open()
    let report = report
    let pump = Task {
      for await bytes in keys { report.yield(.bytes(bytes)) }
      report.yield(.closed)
    }
    startConsole()
    draw()
    for await event in events {
      guard await take(event) else { break }
    }
    pump.cancel()
    console?.cancel()
    keyboard.close()
    return 0
  }

  /// Lua works in a task of its own, so that keys are heard meanwhile. A task that was cancelled is
  /// replaced; what was asked for so far is in the draft.
  private mutating func startConsole() {
    console?.cancel()
    let (questions, ask) = AsyncStream.makeStream(of: Question.self)
    self.ask = ask
    let (session, report) = (session, report)
    console = Task {
      let console = session.console()
      for await question in questions {
        switch question {
        case .evaluate(let text): report.yield(.answered(await console.evaluate(text)))
        case .names(let words): report.yield(.named(await console.names(after: words)))
        }
      }
    }
  }

  /// Whether to go on.
  private mutating func take(_ event: Event) async -> Bool {
    switch event {
    case .bytes(let bytes): waiting += reader.keys(bytes)
    case .closed: return false
    case .answered(let answer):
      isBusy = false
      answered(answer)
    case .named(let names):
      isBusy = false
      complete(with: names)
    }
    return await takeKeys()
  }

  private mutating func takeKeys() async -> Bool {
    while !waiting.isEmpty {
      if isBusy {
        // Only this key means something now; the others wait.
        if waiting.contains(.interrupt) {
          waiting.removeAll()
          console?.cancel()
        }
        return true
      }
      guard await take(waiting.removeFirst()) else { return false }
    }
    return true
  }

  private mutating func take(_ key: Key) async -> Bool {
    switch editor.take(key) {
    case .changed: draw()
    case .wantsClearScreen:
      session.world.writeOutput("\u{1B}[H\u{1B}[2J")
      draw()
    case .interrupted:
      session.world.writeOutput("^C\n")
      piece = []
      draw()
    case .ended:
      session.world.writeOutput("\n")
      return false
    case .wantsCompletion: askForNames()
    case .submitted(let line):
      session.world.writeOutput("\n")
      return await submitted(line)
    }
    return true
  }

  // MARK: Lines

  private mutating func submitted(_ line: String) async -> Bool {
    if piece.isEmpty, line.hasPrefix(":") { return await perform(line) }
    piece.append(line)
    let text = piece.joined(separator: "\n")
    guard text.contains(where: { !$0.isWhitespace }) else {
      piece = []
      draw()
      return true
    }
    isBusy = true
    ask?.yield(.evaluate(text))
    return true
  }

  private mutating func perform(_ line: String) async -> Bool {
    do throws(Problem) {
      switch try await session.perform(line) {
      case .goOn: break
      case .restart: startConsole()
      case .quit: return false
      }
      history.keep([line])
    } catch {
      session.output.show(error)
    }
    draw()
    return true
  }

  private mutating func answered(_ answer: Console.Answer) {
    defer { draw() }
    if case .incomplete = answer { return }
    _ = session.show(answer)
    history.keep(piece)
    piece = []
    if case .failed(_, lost: true) = answer { startConsole() }
  }

  // MARK: Completion

  private mutating func askForNames() {
    let completion = ReplCompletion(before: editor.buffer.beforeCursor)
    self.completion = completion
    guard let path = completion.path else { return complete(with: values.matching(completion)) }
    isBusy = true
    ask?.yield(.names(path))
  }

  private mutating func complete(with names: [String]) {
    guard let completion else { return }
    self.completion = nil
    let shown = editor.complete(completion.completion(of: names))
    if !shown.isEmpty {
      session.world.writeOutput(
        "\n" + LineView.columns(shown, width: session.output.style.width))
    }
    draw()
  }

  // MARK: The row

  private func draw() {
    let width = session.output.style.width
    if let search = editor.search {
      return session.world.writeOutput(LineView.row(search, in: editor.history, width: width))
    }
    let prompt = piece.isEmpty ? "ghlua> " : "    .. "
    session.world.writeOutput(
      LineView.row(
        prompt: session.output.style.cyan(prompt), promptWidth: prompt.count,
        buffer: editor.buffer, width: width))
  }
}
