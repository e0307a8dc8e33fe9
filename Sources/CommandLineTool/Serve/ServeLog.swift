import HighLevel
import JSON
import Logging
import Server

/// The log of `serve`: what commands would tell people becomes lines of it.
struct ServeLog {
  let logger: Logger
  /// The world for what is done inside: nothing of it reaches a terminal.
  let world: World
  /// Where commands inside put their texts.
  let output: Output

  init(_ world: World, _ output: Output) {
    let redaction = output.redaction
    let (write, clock) = (world.writeError, world.clock)
    var logger = Logger(label: "ghlua") { _ in
      JSONLines(clock: { clock().description }) { line in
        write(redaction.redacted(line).text(ascii: true) + "\n")
      }
    }
    if output.quiet { logger.logLevel = .warning }
    if output.verbose { logger.logLevel = .debug }
    self.logger = logger
    var inner = world
    inner.arguments = ["serve"]
    (inner.outputIsTerminal, inner.errorIsTerminal, inner.inputIsTerminal) = (false, false, false)
    inner.writeOutput = { _ in }
    let log = logger
    inner.writeError = { text in
      for line in text.split(separator: "\n") { log.info("\(line)") }
    }
    inner.readAnswer = { nil }
    self.world = inner
    self.output = Output(inner, redaction)
  }

}
