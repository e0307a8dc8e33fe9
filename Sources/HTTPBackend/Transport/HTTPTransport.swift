public import HighLevel

/// Something that carries one HTTP request to the service and its whole answer back.
///
/// It knows one base URL and reaches nothing else, so no token can go astray. It never follows a
/// redirect and never tries twice.
public protocol HTTPTransport: Sendable {
  /// The address that messages name, as `services.leadconnectorhq.com`.
  var host: String { get }

  /// Sends a request and waits for the last byte of the answer, whatever its status.
  func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer
}

/// One header or query parameter.
public struct HTTPField: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A request below the base URL of a transport.
public struct HTTPRequest: Sendable, Hashable {
  public var method: HighLevel.Operation.Method
  /// Begins with `/`, percent-encoded where it needs to be; the base URL's prefix is not in it.
  public var path: String
  /// Not encoded yet.
  public var query: [HTTPField]
  /// Beside `Host` and `Content-Length`, which the transport writes.
  public var headers: [HTTPField]
  public var body: [UInt8]?

  public init(
    _ method: HighLevel.Operation.Method, _ path: String, query: [HTTPField] = [],
    headers: [HTTPField] = [], body: [UInt8]? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// `PUT /users/abc`; never the headers, which hold the token, nor the body.
  public var description: String { "\(method.rawValue) \(path)" }
  public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// The whole answer to a request.
public struct HTTPAnswer: Sendable, Hashable {
  public var status: Int
  public var headers: [HTTPField]
  public var body: [UInt8]

  public init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of that name, in any case; nil when there is none.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }?.value
  }
}

/// No whole answer came.
public struct TransportFailure: Error, Sendable, Hashable {
  /// One sentence for people; no addresses inside the service, no tokens, no bodies.
  public var message: String
  /// Whether the service may have seen the request: then only looking tells what came of it.
  public var mayHaveArrived: Bool
  /// Whether the same request would only fail again, as with a bad certificate.
  public var isPermanent: Bool

  public init(_ message: String, mayHaveArrived: Bool, isPermanent: Bool = false) {
    self.message = message
    self.mayHaveArrived = mayHaveArrived
    self.isPermanent = isPermanent
  }
}
