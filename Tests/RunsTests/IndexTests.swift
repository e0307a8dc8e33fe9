import FoundationEssentials
import HighLevel
import Planning
import Testing

@testable import Runs

/// The index of runs: a copy that is right or not there.
@Suite struct IndexTests {
  private static let ids = ["20260101T000000.000Z-aaaaaa", "20260101T000000.000Z-bbbbbb"]

  /// Two runs, one of which has ended, whose folders have been at rest for a while.
  private static func fill(_ store: RunStore) async throws {
    let work = try await Work()
    for id in ids {
      let folder = try store.begin(work.record(id), work.plan)
      if id == ids[0] {
        let report = await work.apply(nil, MemoryJournal())
        try folder.end(RunResult(report, ended: Work.moment))
      }
      try rest(folder.path, for: 100)
    }
  }

  private static func rest(_ path: String, for seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date().addingTimeInterval(-seconds)], ofItemAtPath: path)
  }

  private static func write(_ index: String, to store: RunStore) throws {
    try Data(index.utf8).write(to: URL(filePath: "\(store.root)/index.ndjson"))
  }

  private static func index(of store: RunStore) -> String {
    DurableFile.text("\(store.root)/index.ndjson") ?? ""
  }

  @Test func `a list from the index is the list from the folders`() async throws {
    let place = Place()
    try await Self.fill(place.store)
    let read = place.store.summaries()
    #expect(Self.index(of: place.store).split(separator: "\n").count == 3)
    // What the folders say is not read again.
    try FileManager.default.removeItem(atPath: "\(place.store.root)/\(Self.ids[0])/run.json")
    try Self.rest("\(place.store.root)/\(Self.ids[0])", for: 0)
    #expect(place.store.summaries().map(\.record.id) == [Self.ids[1]])
    #expect(read.map(\.status) == ["interrupted", "applied"])
  }

  @Test func `an entry counts as long as its folder did not change`() async throws {
    let place = Place()
    try await Self.fill(place.store)
    _ = place.store.summaries()
    let folder = try place.store.folder(of: Self.ids[0])
    try folder.write("another\n", to: "undone")
    #expect(place.store.summaries().map(\.status) == ["interrupted", "undone"])
    // A folder that has just changed is not trusted to be at rest.
    #expect(Self.index(of: place.store).split(separator: "\n").count == 3)
    try Self.rest(folder.path, for: 50)
    #expect(place.store.summaries().map(\.status) == ["interrupted", "undone"])
    #expect(Self.index(of: place.store).split(separator: "\n").count == 4)
  }

  @Test(arguments: ["", "{", "{\"format\":\"ghlua.runs-index/2\"}\n", "\u{0}\n\n[]\n"])
  func `an index that is lost, torn or of another version is made anew`(text: String) async throws {
    let place = Place()
    try await Self.fill(place.store)
    let read = place.store.summaries()
    let whole = Self.index(of: place.store)
    try Self.write(text, to: place.store)
    #expect(place.store.summaries() == read)
    #expect(Self.index(of: place.store) == whole)
  }

  @Test func `a torn line costs one look into a folder and nothing else`() async throws {
    let place = Place()
    try await Self.fill(place.store)
    let read = place.store.summaries()
    let whole = Self.index(of: place.store)
    for length in stride(from: 0, to: whole.utf8.count, by: 23) {
      let torn = String(decoding: whole.utf8.prefix(length), as: UTF8.self)
      try Self.write(torn, to: place.store)
      #expect(place.store.summaries() == read, "cut at \(length)")
      #expect(place.store.summaries() == read, "cut at \(length)")
    }
    #expect(place.store.reindex() == 2)
    #expect(Self.index(of: place.store) == whole)
  }
}
