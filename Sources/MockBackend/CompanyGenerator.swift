import HighLevel
import JSON

/// Makes companies of any size: the same seed and sizes give the same company, and more users only
/// add to the list.
public struct CompanyGenerator: Sendable, Hashable {
  public var seed: UInt64
  public var users: Int
  public var locations: Int

  /// - Parameters:
  ///   - users: how many, deleted ones included; from 0.
  ///   - locations: how many, from 1.
  public init(seed: UInt64 = 1, users: Int, locations: Int = 10) {
    self.seed = seed
    self.users = max(0, users)
    self.locations = max(1, locations)
  }

  /// The company.
  public var state: MockState {
    var generator = SeededGenerator(seed: seed)
    let companyId = generator.id()
    let places = (0..<locations).map { place($0, companyId: companyId, &generator) }
    let ids = places.map(\.id)
    let records = (0..<users).map { number in person(number, ids, &generator).record() }
    return MockState(
      companyId: companyId, generator: SeededGenerator(seed: generator.next()), users: records,
      locations: places.map(\.record))
  }

  private func place(
    _ number: Int, companyId: String, _ generator: inout SeededGenerator
  ) -> MadeUpLocation {
    let city = Self.cities[number % Self.cities.count]
    let round = number / Self.cities.count
    let name = round == 0 ? city.name : "\(city.name) \(round + 1)"
    return MadeUpLocation(
      name, generator.id(), name, city.name, city.country, city.timezone, companyId: companyId)
  }

  /// One in fifty works for the agency, one in forty is deleted, one in eight has no phone.
  private func person(
    _ number: Int, _ locations: [String], _ generator: inout SeededGenerator
  ) -> MadeUpUser {
    let first = generator.pick(Self.firstNames)
    let last = generator.pick(Self.lastNames)
    let isAgency = number == 0 || generator.oneIn(50)
    let isAdmin = number == 0 || generator.oneIn(12)
    let count = isAgency ? 0 : 1 + (generator.oneIn(4) ? generator.below(3) : 0)
    var own: [String] = []
    for _ in 0..<count {
      let id = generator.pick(locations)
      if !own.contains(id) { own.append(id) }
    }
    let phone = "+1 555 \(1_000_000 + generator.below(9_000_000))"
    let access = isAdmin ? Access.manager : generator.pick(Self.everyday)
    return MadeUpUser(
      firstName: first, lastName: last, email: "user\(number)@company\(seed).example",
      phone: generator.oneIn(8) ? nil : phone, type: isAgency ? "agency" : "account",
      role: number == 0 ? "agency_admin" : isAdmin ? "admin" : "user", locationIds: own,
      access: number == 0 ? .owner : access,
      added: MockClock.start.advanced(by: .seconds(-3600 * generator.below(20_000))),
      isDeleted: number > 0 && generator.oneIn(40))
  }

  private static let everyday: [Access] = [
    .sales, .sales, .sales, .support, .support, .marketing, .finance, .viewer, .none,
  ]
}

/// What the made-up world is made of.
extension CompanyGenerator {
  private static let cities: [(name: String, country: String, timezone: String)] = [
    ("Berlin", "DE", "Europe/Berlin"), ("Lisbon", "PT", "Europe/Lisbon"),
    ("Zacatepec", "MX", "America/Mexico_City"), ("Madrid", "ES", "Europe/Madrid"),
    ("São Paulo", "BR", "America/Sao_Paulo"), ("Austin", "US", "America/Chicago"),
    ("Toronto", "CA", "America/Toronto"), ("Kraków", "PL", "Europe/Warsaw"),
    ("Nairobi", "KE", "Africa/Nairobi"), ("Osaka", "JP", "Asia/Tokyo"),
    ("Malmö", "SE", "Europe/Stockholm"), ("Perth", "AU", "Australia/Perth"),
    ("Lyon", "FR", "Europe/Paris"), ("Bogotá", "CO", "America/Bogota"),
    ("Pune", "IN", "Asia/Kolkata"), ("Accra", "GH", "Africa/Accra"),
  ]

  private static let firstNames = words(
    """
    Ana Ben Carla Daniel Elif Farid Grace Hanna Ivan Jane José Jürgen Kofi Łukasz Maria Mei Nadia
    Noah Olga Pedro Priya Quinn Rosa Sakura Sofia Søren Thiago Uma Viktor Wei Ximena Yara Zoë Анна
    """)

  private static let lastNames = words(
    """
    Almeida Brandt Costa Diaz Eriksen Fischer García Haddad Ivanova Jansen Kowalski Lefèvre Müller
    Nguyen Okafor Patel Quispe Rossi Silva Tanaka Ueda Vogel Wójcik Xu Yılmaz Zhang O'Brien Núñez
    """)

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
