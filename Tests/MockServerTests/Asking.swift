import Dispatch
import Foundation
import HighLevel
import JSON
import MockBackend
import Testing

@testable import MockServer

/// A front without limits over a fresh company.
func front(
  _ service: MockService = MockService(), limits: RateLimits? = nil
) -> Front {
  Front(service, MockServerOptions(limits: limits), journal: nil)
}

/// A call as a plain client makes it; nil leaves a header out.
func call(
  _ method: String, _ target: String, token: String? = "pit-test", version: String? = "2021-07-28",
  body: JSONValue? = nil
) -> Call {
  Call(
    method: method, target: target, authorization: token.map { "Bearer \($0)" }, version: version,
    body: body.map { Array($0.text().utf8) } ?? [], isLocal: true)
}

extension Reply {
  var json: JSONValue { if case .json(let value) = body { value } else { .null } }
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

let john = "/users/\(DefaultCompany.johnDeo)"

/// What a program printed, and how it ended. It is killed after 200 seconds.
func run(
  _ words: [String], environment: [String: String] = [:]
) async throws -> (output: String, status: Int32) {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  // A signal that cannot be blocked: the child inherits what is blocked here.
  process.arguments = ["timeout", "-s", "KILL", "200"] + words
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardInput = FileHandle.nullDevice
  try process.run()
  // On a thread of its own: those of tasks, which the global queue shares, are few, and the server
  // needs them.
  return await withCheckedContinuation { continuation in
    DispatchQueue(label: "program").async {
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      continuation.resume(
        returning: (String(decoding: data, as: UTF8.self), process.terminationStatus))
    }
  }
}

/// Serves a company while something is done with its address.
func serving<Result: Sendable>(
  _ service: MockService = MockService(),
  _ options: MockServerOptions = MockServerOptions(limits: nil),
  _ body: (RunningMockServer) async throws -> Result
) async throws -> Result {
  let server = try await MockServer.start(service, options)
  do {
    let result = try await body(server)
    try await server.stop()
    return result
  } catch {
    try? await server.stop()
    throw error
  }
}
