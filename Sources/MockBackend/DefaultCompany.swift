import HighLevel
import JSON

/// The company that every example works on: a small agency with seven locations.
///
/// Its ids of company, of three locations and of John Deo are those in the examples of HighLevel's
/// documentation, so that these run as written.
public enum DefaultCompany {
  public static let id = "ve9EPM428h8vShlRW1KT"
  /// The other id that the documentation's examples have for an agency.
  public static let otherId = "5DP41231LkQsiKESj6rh"
  public static let berlin = "C2QujeCh8ZnC7al2InWR"
  public static let zacatepec = "U0S0QntXgSOz9Fx18Db4"
  public static let lisbon = "s4BtzHFWmT28mbb85uPa"
  public static let johnDeo = "0IHuJvc2ofPAAA8GzTRi"
  /// A contact that carries the tag `REMOVE USER`; its e-mail is that of a user.
  public static let contactToRemove = "seD4PfOuKoVMLkEZqohJ"
  /// A contact like any other.
  public static let contactToKeep = "ocQHyuzHvysMo5N5VsXc"

  /// The whole company, always the same.
  public static let state = MockState(
    companyId: id, generator: SeededGenerator(seed: 2026), users: people.map { $0.record() },
    locations: places.map(\.record), contacts: contacts)

  static let places: [MadeUpLocation] = [
    MadeUpLocation("ber", berlin, "Berlin", "Berlin", "DE", "Europe/Berlin"),
    MadeUpLocation("zac", zacatepec, "Zacatepec", "Zacatepec", "MX", "America/Mexico_City"),
    MadeUpLocation("lis", lisbon, "Lisbon", "Lisboa", "PT", "Europe/Lisbon"),
    MadeUpLocation("mad", "M2QrtfVt8ZnC7cv2InDL", "Madrid", "Madrid", "ES", "Europe/Madrid"),
    MadeUpLocation(
      "sao", "sAo4pAuLo7WmT28mbb8B", "São Paulo", "São Paulo", "BR", "America/Sao_Paulo"),
    // Two names that differ in case only, for whoever looks up by name.
    MadeUpLocation("por", "p0RtOh8ZnC7al2InWR5e", "Porto", "Porto", "PT", "Europe/Lisbon"),
    MadeUpLocation(
      "pOR", "P0rToH8zNc7AL2iNwr6F", "PORTO", "Porto Alegre", "BR", "America/Sao_Paulo"),
  ]

  private static let contacts: [JSONObject] = [
    contact(contactToRemove, "Rubika", "Deo", "rubika@deos.com", berlin, ["REMOVE USER", "2026"]),
    contact(
      contactToKeep, "Teresa", "Vaz", "teresa@vaz.example", lisbon, ["customer", "newsletter"]),
    contact("k3Nt4cT8ZnC7al2InWRa", "Piotr", "Żak", "piotr@zak.example", berlin, []),
    contact("k3Nt4cT8ZnC7al2InWRb", "Mei", "Lin", "mei@lin.example", zacatepec, ["remove user?"]),
  ]

  private static func contact(
    _ id: String, _ first: String, _ last: String, _ email: String, _ location: String,
    _ tags: [String]
  ) -> JSONObject {
    let added = MockClock.start.advanced(by: .seconds(-86_400 * 90))
    return [
      "id": .string(id), "name": .string("\(first) \(last)"), "locationId": .string(location),
      "firstName": .string(first), "lastName": .string(last), "email": .string(email),
      "emailLowerCase": .string(email.lowercased()), "type": "lead", "source": "public api",
      "dnd": false, "tags": .strings(tags), "dateAdded": .string(added.description),
      "dateUpdated": .string(added.description),
    ]
  }
}

/// A made-up location.
struct MadeUpLocation {
  /// What the table of people calls it.
  let code: String
  let id: String
  let record: JSONObject

  init(
    _ code: String, _ id: String, _ name: String, _ city: String, _ country: String,
    _ timezone: String, companyId: String = DefaultCompany.id
  ) {
    self.code = code
    self.id = id
    record = [
      "id": .string(id), "companyId": .string(companyId), "name": .string(name),
      "city": .string(city), "country": .string(country), "timezone": .string(timezone),
      "email": .string("\(id.lowercased())@locations.example"),
      "settings": ["allowDuplicateContact": false],
    ]
  }
}
