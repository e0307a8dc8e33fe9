import CPosix
import DaemonStore
import Diagnostics
import Glibc

/// What one process of scripts/check-store does: `StoreTrial ACT ADDRESS WORDS…`. Standard output has
/// a line for everything that happened.
let words = Array(CommandLine.arguments.dropFirst())
guard words.count >= 2 else {
  say("usage: StoreTrial ACT ADDRESS WORDS…")
  exit(64)
}
do {
  let store = try await opened(words[1])
  try await perform(words[0], store, Array(words.dropFirst(2)))
  await store.close()
} catch let error as StoreError {
  say("error \(error.problem.code.rawValue) \(error.problem.message)")
  exit(1)
}

/// Opens the store, for up to half a minute.
func opened(_ address: String) async throws -> any Store {
  for _ in 0..<30 {
    do throws(StoreError) { return try await StoreOpener.store(address) } catch {
      guard case .unavailable = error else { throw error }
      say("error \(error.problem.code.rawValue) \(error.problem.message)")
      try await Task.sleep(for: .seconds(1))
    }
  }
  return try await StoreOpener.store(address)
}

func perform(_ act: String, _ store: any Store, _ words: [String]) async throws {
  switch act {
  case "fill": try await fill(store, count: number(words, 0), companies: number(words, 1))
  case "work": try await work(store, words[0])
  case "fire": try await fire(store, settings: words[0], base: Int64(number(words, 1)))
  case "stall": try await stall(store)
  case "spend": try await spend(store, seconds: number(words, 0))
  case "accept": try await accept(store, words[0], seconds: number(words, 1))
  case "events": try await events(store)
  case "runs": try await runs(store)
  case "pages": try await pages(store)
  default:
    say("there is no act '\(act)'")
    exit(64)
  }
}

func number(_ words: [String], _ index: Int) -> Int {
  index < words.count ? Int(words[index]) ?? 0 : 0
}

func say(_ line: String) {
  let text = line + "\n"
  _ = ghlua_write(1, text, text.utf8.count)
}
