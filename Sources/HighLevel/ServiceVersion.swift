/// The version of the service that a request speaks to (the `Version` header).
public enum ServiceVersion: String, Sendable, Hashable, CaseIterable {
  case v2 = "2021-07-28"
  case v3 = "v3"

  /// Values of the header that the service takes (measured); the older dates behave like `v2`.
  public static let accepted = ["2021-04-15", "2021-07-28", "2023-02-21", "v3"]

  /// The version a header's value stands for; nil for values the service refuses.
  public init?(header: String) {
    guard Self.accepted.contains(header) else { return nil }
    self = header == Self.v3.rawValue ? .v3 : .v2
  }
}

/// The languages of the service's interface.
///
/// Source: the enumeration in HighLevel's OpenAPI documents `users-v2` and `users-v3`.
public enum PlatformLanguage: String, Sendable, Hashable, CaseIterable {
  case americanEnglish = "en_US"
  case spanish = "es"
  case canadianFrench = "fr_CA"
  case french = "fr_FR"
  case dutch = "nl"
  case german = "de"
  case portuguese = "pt_PT"
  case brazilianPortuguese = "pt_BR"
  case italian = "it"
  case swedish = "sv"
  case danish = "da"
  case finnish = "fi"
  case norwegian = "no"

  /// The codes as they are sent.
  public static let codes = allCases.map(\.rawValue)
}
