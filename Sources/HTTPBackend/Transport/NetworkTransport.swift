import AsyncHTTPClient
public import Diagnostics
import HighLevel
import NIOCore
import NIOHTTP1
import NIOSSL

/// Carries requests over the network: HTTP/1.1, connections kept and used again, TLS always
/// verified.
public final class NetworkTransport: HTTPTransport {
  /// Where to and how patiently.
  public struct Settings: Sendable {
    /// `https://host[:port][/prefix]`.
    public var baseURL: String
    /// The most that opening a connection may take.
    public var connectTimeout: Duration
    /// The longest silence: before the first byte of an answer, and between two parts of it.
    public var silenceTimeout: Duration
    /// The most that a whole exchange may take, from the wish to the last byte.
    public var wholeTimeout: Duration
    /// A longer answer is cut off. In bytes.
    public var sizeLimit: Int
    /// A PEM file of certificate authorities to trust in place of the system's, as OpenSSL does it.
    public var caFile: String?
    /// Nil goes directly; see `Proxy.named(by:for:)`.
    public var proxy: Proxy?
    /// How many connections are kept for use again, from 1.
    public var connections: Int

    public init(
      baseURL: String = "https://services.leadconnectorhq.com",
      connectTimeout: Duration = .seconds(10), silenceTimeout: Duration = .seconds(30),
      wholeTimeout: Duration = .seconds(90), sizeLimit: Int = 32 << 20, caFile: String? = nil,
      proxy: Proxy? = nil, connections: Int = 8
    ) {
      self.baseURL = baseURL
      self.connectTimeout = connectTimeout
      self.silenceTimeout = silenceTimeout
      self.wholeTimeout = wholeTimeout
      self.sizeLimit = sizeLimit
      self.caFile = caFile
      self.proxy = proxy
      self.connections = connections
    }
  }

  private let client: HTTPClient
  private let base: BaseURL
  private let settings: Settings

  /// Opens nothing yet. Throws for a base URL or a file of certificates that cannot be used.
  public init(_ settings: Settings = Settings()) throws(Problem) {
    self.settings = settings
    base = try BaseURL(settings.baseURL)
    // One loop for all connections: between two, each step of a request would cross from one to the
    // other.
    client = HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup.next(),
      configuration: try Self.configuration(settings))
  }

  deinit {
    let client = client
    // The client insists on being shut down, and lives until that is done.
    client.shutdown { _ in withExtendedLifetime(client) {} }
  }

  public var host: String { base.address }

  public func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
    let collector = AnswerCollector(sizeLimit: settings.sizeLimit)
    do {
      let task = client.execute(
        request: try converted(request), delegate: collector,
        deadline: .now() + TimeAmount(settings.wholeTimeout))
      return try await withTaskCancellationHandler {
        try await task.get()
      } onCancel: {
        task.cancel()
      }
    } catch {
      throw TransportFailure(error, settings, to: base, wasSent: collector.wasSent)
    }
  }

  private func converted(_ request: HTTPRequest) throws -> HTTPClient.Request {
    var headers = HTTPHeaders()
    headers.reserveCapacity(request.headers.count + 2)
    for field in request.headers { headers.add(name: field.name, value: field.value) }
    return try HTTPClient.Request(
      url: base.url(of: request), method: HTTPMethod(rawValue: request.method.rawValue),
      headers: headers, body: request.body.map { .byteBuffer(ByteBuffer(bytes: $0)) })
  }

  private static func configuration(
    _ settings: Settings
  ) throws(Problem) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(
        connect: TimeAmount(settings.connectTimeout), read: TimeAmount(settings.silenceTimeout)))
    // One request at a time on a connection: what a lost connection takes along is known.
    configuration.httpVersion = .http1Only
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = settings.connections
    configuration.http1_1ConnectionDebugInitializer = { WholeRequests.add(to: $0) }
    // Nobody reads spans here, and each request would fill one in.
    configuration.tracing.tracer = nil
    // Whether to try again is decided in one place, and that is not here.
    configuration.connectionPool.retryConnectionEstablishment = false
    var tls = TLSConfiguration.makeClientConfiguration()
    if let file = settings.caFile {
      do {
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
      } catch {
        throw Problem(
          .usage, "cannot read certificates from \(file)",
          hint: "it is a text file with -----BEGIN CERTIFICATE----- in it")
      }
    }
    configuration.tlsConfiguration = tls
    if let proxy = settings.proxy {
      configuration.proxy =
        proxy.isSOCKS
        ? .socksServer(host: proxy.host, port: proxy.port)
        : .server(
          host: proxy.host, port: proxy.port,
          authorization: proxy.user.map {
            .basic(username: $0, password: proxy.password ?? "")
          })
    }
    return configuration
  }
}

extension TimeAmount {
  /// The same length; parts of a nanosecond are dropped.
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
