import HighLevel
import JSON
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import HTTPBackend

/// A connection of the library's as far as a request that leaves goes.
private func connection() throws -> EmbeddedChannel {
  let channel = EmbeddedChannel()
  try channel.pipeline.syncOperations.addHandler(HTTPRequestEncoder())
  try WholeRequests.add(to: channel).wait()
  return channel
}

private func flush(_ part: HTTPClientRequestPart, to channel: EmbeddedChannel) {
  channel.writeAndFlush(part, promise: nil)
}

/// All that left, as text.
private func sent(by channel: EmbeddedChannel) throws -> String {
  var text = ""
  while let buffer = try channel.readOutbound(as: ByteBuffer.self) {
    text += String(buffer: buffer)
  }
  return text
}

private let head = HTTPClientRequestPart.head(
  HTTPRequestHead(
    version: .http1_1, method: .PUT, uri: "/users/j1", headers: ["content-length": "2"]))
private let body = HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(string: "{}")))

@Test func `a request leaves with its end, head and body together`() throws {
  let channel = try connection()
  for _ in 1...2 {
    flush(head, to: channel)
    flush(body, to: channel)
    #expect(try sent(by: channel).isEmpty)
    flush(.end(nil), to: channel)
    let text = try sent(by: channel)
    #expect(text.hasPrefix("PUT /users/j1 HTTP/1.1\r\n"))
    #expect(text.hasSuffix("\r\n\r\n{}"))
  }
  _ = try channel.finish()
}

@Test func `a body that fills the channel does not wait for its end`() throws {
  let channel = try connection()
  flush(head, to: channel)
  channel.isWritable = false
  flush(body, to: channel)
  #expect(try sent(by: channel).hasSuffix("{}"))
  channel.isWritable = true
  flush(.end(nil), to: channel)
  _ = try channel.finish()
}

@Test func `a long body arrives whole`() async throws {
  try await withServer({ _ in [.bytes(Wire.answer(200, #"{"id":"j1"}"#))] }) { server in
    let backend = try HTTPBackend(
      NetworkTransport.Settings(baseURL: server.url),
      tokens: StaticToken(BearerToken("pit-secret")))
    let name = String(repeating: "long ", count: 200_000)
    _ = try await backend.write(
      Request(.usersUpdate, id: "j1", fields: ["firstName": .string(name)]))
    #expect(server.seen.map(\.body) == [#"{"firstName":"\#(name)"}"#])
  }
}
