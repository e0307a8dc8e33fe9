import Diagnostics
import NIOSSL

/// The files with which the stand-in proves who it is, in PEM.
public struct CertificateFiles: Sendable, Hashable {
  /// The certificate, and those that vouch for it.
  public var chain: String
  /// The key of the first of them.
  public var key: String

  public init(chain: String, key: String) {
    (self.chain, self.key) = (chain, key)
  }

  func configuration() throws(Problem) -> TLSConfiguration {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(chain)
      let key = try NIOSSLPrivateKey(file: key, format: .pem)
      return .makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    } catch {
      throw Self.unusable
    }
  }

  static let unusable = Problem(
    .usage, "the certificate and its key cannot be used",
    hint: "both are text files with -----BEGIN in them, and belong together")
}
