import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// From the libraries' errors to one sentence each. Their own texts are not passed on: some hold
/// names of errors that other programs react to, and nobody knows what else.
extension TransportFailure {
  init(
    _ error: any Error, _ settings: NetworkTransport.Settings, to base: BaseURL, wasSent: Bool
  ) {
    let (text, isPermanent) = Self.words(error, settings, base.address)
    self.init(text, mayHaveArrived: wasSent, isPermanent: isPermanent)
  }

  private static func words(
    _ error: any Error, _ settings: NetworkTransport.Settings, _ host: String
  ) -> (text: String, isPermanent: Bool) {
    switch error {
    case let error as HTTPClientError: return words(error, settings, host)
    case let error as NIOConnectionError: return (words(error, settings, host), false)
    case let error as IOError: return (words(errno: error.errnoCode, host), false)
    case let error as NIOSSLError: return words(error, host)
    case is NIOSSLExtraError:
      return ("The certificate of \(host) is for another name.", true)
    case is AnswerCollector.TooLarge:
      return (
        "The answer of \(host) is longer than \(settings.sizeLimit) bytes; it was cut off.", true
      )
    case HTTPParserError.invalidEOFState:
      return ("\(host) closed the connection before the answer was whole.", false)
    case is HTTPParserError: return ("What \(host) answers is not HTTP.", false)
    case is ChannelError, is CancellationError:
      return ("The connection to \(host) ended before the answer was whole.", false)
    default: return ("The exchange with \(host) failed (\(type(of: error))).", false)
    }
  }

  private static func words(
    _ error: HTTPClientError, _ settings: NetworkTransport.Settings, _ host: String
  ) -> (String, Bool) {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout, .socksHandshakeTimeout,
      .httpProxyHandshakeTimeout, .tlsHandshakeTimeout:
      ("There was no connection to \(host) within \(settings.connectTimeout).", false)
    case .readTimeout: ("\(host) was silent for \(settings.silenceTimeout).", false)
    case .deadlineExceeded:
      ("\(host) had not answered whole after \(settings.wholeTimeout).", false)
    case .remoteConnectionClosed, .uncleanShutdown:
      ("\(host) closed the connection before the answer was whole.", false)
    case .cancelled: ("The request was given up, because the run was stopped.", true)
    case .proxyAuthenticationRequired: ("The proxy wants a user and a password.", true)
    case .invalidProxyResponse: ("The proxy opened no way to \(host).", false)
    default: ("The exchange with \(host) failed (\(error.shortDescription)).", false)
    }
  }

  private static func words(
    _ error: NIOConnectionError, _ settings: NetworkTransport.Settings, _ host: String
  ) -> String {
    let asked = settings.proxy.map(\.description) ?? host
    if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
      return "The name of \(asked) is not known, or there is no network."
    }
    let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
    return words(errno: codes.first ?? 0, asked)
  }

  private static func words(errno: CInt, _ host: String) -> String {
    switch errno {
    case ECONNREFUSED: "\(host) refused the connection."
    case ECONNRESET, EPIPE: "The connection to \(host) was reset."
    case ENETUNREACH, EHOSTUNREACH, ENETDOWN: "There is no way to \(host)."
    case ETIMEDOUT: "There was no connection to \(host) in time."
    default: "The connection to \(host) failed."
    }
  }

  private static func words(_ error: NIOSSLError, _ host: String) -> (String, Bool) {
    switch error {
    case .uncleanShutdown:
      ("\(host) closed the connection before the answer was whole.", false)
    case .handshakeFailed, .noCertificateToValidate, .unableToValidateCertificate:
      // Among the reasons only the certificate's own are told apart, by the library's text.
      ("\(error)").contains("CERTIFICATE_VERIFY_FAILED")
        ? ("The certificate of \(host) is not trusted, or it has expired.", true)
        : ("\(host) could not agree with us on an encrypted connection.", false)
    default: ("The encrypted connection to \(host) failed.", false)
    }
  }
}
