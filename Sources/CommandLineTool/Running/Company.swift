import Diagnostics
import HighLevel
import JSON
import MockBackend
import Planning
import Recording

/// The company that a command works on: the real service's, a stand-in, or a recording.
///
/// Everything is planned through `reader`, which cannot write; only an apply gets a `writer`.
struct Company: Sendable {
  /// What plans call the source: `live`, `mock`, `replay`.
  let sourceName: String
  let id: String
  /// The profile of the settings that chose it; nil without one.
  let profile: String?
  /// The moment that counts as now there.
  let now: Timestamp
  /// What the service is taken to do where that is not known.
  let rules: UserRules.Options
  let reader: any ReadBackend
  /// The options that choose this company again, ready to be typed: ` --mock=FILE`; may be empty.
  let words: String
  /// Whether it is the built-in one, which forgets everything.
  let isBuiltIn: Bool
  /// Which company of all: locks, and the ledger of spent plans, go by it.
  let target: String
  /// Whether what is written is kept only by `save()`.
  let isSavedAtEnd: Bool
  /// Waits; in a stand-in, its time goes on instead.
  let wait: ApplyOptions.Wait
  /// Bounds that the settings put on every plan.
  let limits: Limits
  /// Stores the exchanges, where that was asked for.
  let recorder: Recorder?
  /// The people and locations in the answers so far; nil where nobody keeps them.
  let seen: IndexBook?
  private let names: LocationBook
  private let backend: (any Backend)?
  private let keep: @Sendable () throws(Problem) -> Void

  /// - Parameters:
  ///   - backend: Takes the writes; nil where only reading was asked for.
  ///   - target: Tells it from every other company; made of source and id unless given.
  ///   - keep: Saves what was written, where the service does not do that itself.
  init(
    sourceName: String, id: String, now: Timestamp, rules: UserRules.Options,
    reader: any ReadBackend, writer backend: (any Backend)?, names: LocationBook,
    words: String, isBuiltIn: Bool = false, target: String? = nil, isSavedAtEnd: Bool = false,
    limits: Limits = Limits(), recorder: Recorder? = nil, profile: String? = nil,
    seen: IndexBook? = nil,
    wait: @escaping ApplyOptions.Wait = { try? await Task.sleep(for: $0) },
    keep: @escaping @Sendable () throws(Problem) -> Void = {}
  ) {
    (self.sourceName, self.id, self.now, self.rules) = (sourceName, id, now, rules)
    (self.reader, self.backend, self.names) = (reader, backend, names)
    (self.words, self.isBuiltIn, self.keep) = (words, isBuiltIn, keep)
    self.target = target ?? "\(sourceName) \(id)"
    (self.isSavedAtEnd, self.wait) = (isSavedAtEnd, wait)
    (self.limits, self.recorder, self.profile) = (limits, recorder, profile)
    self.seen = seen
  }

  /// Where an apply writes to; a company that was opened for reading has nothing that could.
  var writer: any Backend {
    get throws(Problem) {
      if let backend { return backend }
      throw Problem(.bug, "the company was opened for reading only, and is now to be written to")
    }
  }

  /// Names of locations by their ids, as far as they are known by now.
  var locationNames: [String: String] { names.all }

  /// Finds out the names of the locations that a plan is about, for people to read. A name that
  /// cannot be had is no reason to stop: the id stands in for it.
  func learnNames(of plan: Plan) async {
    await names.learn(LocationBook.ids(in: plan), from: reader)
  }

  /// Saves what was written; the real service has done so itself.
  func save() throws(Problem) { try keep() }
}
