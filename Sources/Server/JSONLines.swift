public import JSON
public import Logging

/// Writes log messages as JSON, one a line, in ASCII.
public struct JSONLines: LogHandler {
  public var logLevel: Logger.Level = .info
  public var metadata: Logger.Metadata = [:]
  private let write: @Sendable (JSONValue) -> Void
  private let clock: @Sendable () -> String

  /// - Parameters:
  ///   - clock: The time of day, as it is to be written.
  ///   - write: Takes an object; whoever gives this takes secrets out of it.
  public init(
    clock: @escaping @Sendable () -> String, write: @escaping @Sendable (JSONValue) -> Void
  ) {
    (self.clock, self.write) = (clock, write)
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    var object: JSONObject = [
      "at": .string(clock()), "level": .string(event.level.rawValue),
      "message": .string(event.message.description),
    ]
    let facts = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in facts.sorted(by: { $0.key < $1.key }) {
      object[key] = .string(String(value.description.prefix(2000)))
    }
    write(.object(object))
  }
}
