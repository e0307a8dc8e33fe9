import HighLevel
import JSON
import MockBackend
import Testing

/// The wire answer to a request.
func answer(_ service: MockService, _ request: Request) throws -> MockAnswer {
  try #require(service.reply(to: request).answer)
}

/// The body without what differs from call to call.
func body(_ answer: MockAnswer) -> JSONValue {
  var object = answer.body.object ?? [:]
  object["traceId"] = nil
  return .object(object)
}

/// A body that creates a user; `change` overrides.
func newUser(_ change: JSONObject = [:]) -> JSONObject {
  var body: JSONObject = [
    "companyId": .string(DefaultCompany.id), "firstName": "Martin", "lastName": "Macedo",
    "email": "abejorrito79@gmail.com", "password": "*******", "type": "account",
    "role": "user", "locationIds": [.string(DefaultCompany.zacatepec)],
  ]
  for member in change { body[member.key] = member.value }
  return body
}

let getJohn = Request(.usersGet, id: DefaultCompany.johnDeo)
let deleteJohn = Request(.usersDelete, id: DefaultCompany.johnDeo)

/// A search of the default company.
func searchRequest(_ fields: JSONObject) -> Request {
  var all = fields
  all["companyId"] = .string(DefaultCompany.id)
  return Request(.usersSearch, fields: all)
}
