import HighLevel
import JSON
import Testing

private func person(
  _ id: String, _ first: String, _ last: String, role: String = "user", type: String = "account",
  locations: [String] = ["ber"], phone: String? = nil, added: Int64 = 0, deleted: Bool = false
) -> JSONObject {
  var body: JSONObject = [
    "firstName": .string(first), "lastName": .string(last),
    "email": .string("\(id)@acme.test"), "type": .string(type), "role": .string(role),
    "locationIds": .strings(locations),
  ]
  if let phone { body["phone"] = .string(phone) }
  var record = UserRules.created(from: body, id: id, now: Timestamp(milliseconds: added))
  record["deleted"] = .bool(deleted)
  return record
}

private let people = [
  person("u3", "Zoë", "Åberg", locations: ["ber", "lis"], added: 3000),
  person("u1", "Ana", "Diaz", role: "admin", phone: "+49 30 1234", added: 1000),
  person("u2", "ana", "Cruz", type: "agency", locations: [], added: 2000),
  person("u4", "Gone", "Person", deleted: true),
]

private func ids(_ fields: JSONObject) -> [String] {
  UserFilter(searchFields: fields).select(from: people).users.map { User($0).id }
}

@Test func `a search without a term gives the living by name`() {
  #expect(ids([:]) == ["u2", "u1", "u3"])
}

@Test func `the term is looked for in name, e-mail and phone without case`() {
  #expect(ids(["query": "ANA"]) == ["u2", "u1"])
  #expect(ids(["query": "ana d"]) == ["u1"])
  #expect(ids(["query": "U3@ACME"]) == ["u3"])
  #expect(ids(["query": "30 12"]) == ["u1"])
  #expect(ids(["query": "ÅBERG"]) == ["u3"])
  #expect(ids(["query": "ZOË"]) == ["u3"])
  #expect(ids(["query": "nobody"]) == [])
}

@Test func `each filter narrows`() {
  #expect(ids(["locationId": "lis"]) == ["u3"])
  #expect(ids(["role": "admin"]) == ["u1"])
  #expect(ids(["type": "agency"]) == ["u2"])
  #expect(ids(["ids": "u3, u1,u4"]) == ["u1", "u3"])
  #expect(ids(["ids": ["u2"]]) == ["u2"])
  #expect(ids(["type": "account", "role": "user", "locationId": "ber"]) == ["u3"])
}

@Test func `an empty filter is no filter`() {
  #expect(ids(["query": "", "locationId": "", "ids": ""]).isEmpty)
  #expect(ids(["query": "", "locationId": ""]).count == 3)
}

@Test func `the order can follow a field either way`() {
  #expect(ids(["sort": "dateAdded"]) == ["u1", "u2", "u3"])
  #expect(ids(["sort": "dateAdded", "sortDirection": "desc"]) == ["u3", "u2", "u1"])
  #expect(ids(["sortDirection": "desc"]) == ["u3", "u1", "u2"])
}

@Test func `pages are cut by text or numbers`() {
  let filter = UserFilter(searchFields: ["skip": "1", "limit": "1"])
  let (users, count) = filter.select(from: people)
  #expect(users.map { User($0).id } == ["u1"])
  #expect(count == 3)
  #expect(ids(["skip": 2, "limit": 5]) == ["u3"])
  #expect(ids(["skip": "99"]) == [])
}

@Test func `limits default to 25 and are cut to the largest`() {
  #expect(UserFilter(searchFields: [:]).page.limit == 25)
  #expect(UserFilter(searchFields: ["limit": "500"]).page.limit == 100)
  #expect(UserFilter(searchFields: ["limit": "500"], largestLimit: 1000).page.limit == 500)
}

@Test func `two-way sync cannot be judged from records`() {
  #expect(UserFilter(searchFields: ["query": "a"]).isExact)
  #expect(!UserFilter(searchFields: ["enabled2waySync": "true"]).isExact)
}

@Test func `a page never leaves the list, whatever the numbers`() {
  for count in 0...4 {
    for skip in -1...6 {
      for limit in -1...6 {
        let fields: JSONObject = ["skip": .integer(Int64(skip)), "limit": .integer(Int64(limit))]
        let places = Array(0..<count)[Page(fields, defaultLimit: 1).range(of: count)]
        #expect(Array(places) == Array((0..<count).dropFirst(max(0, skip)).prefix(max(0, limit))))
      }
    }
  }
}

@Test func `e-mails are found as text or list, with only id and e-mail`() {
  let filter = EmailFilter(fields: ["emails": " U1@acme.test,u4@acme.test "])
  let found = people.filter(filter.matches)
  #expect(found.map(filter.projected) == [["id": "u1", "email": "u1@acme.test"]])
  #expect(EmailFilter(fields: ["emails": ["a@x", "A@X"]]).emails == ["a@x"])
}

@Test func `deleted users come when asked for, by either name of the field`() {
  for field in ["deleted", "includeDeleted"] {
    let filter = EmailFilter(fields: ["emails": "u1@acme.test,u4@acme.test", field: true])
    #expect(people.filter(filter.matches).map { User($0).id } == ["u1", "u4"])
  }
}

@Test func `a projection names fields or all`() {
  let all = EmailFilter(fields: ["emails": "", "projection": "all"])
  #expect(all.projected(people[0]) == people[0])
  let some = EmailFilter(fields: ["emails": "", "projection": "id, name"])
  #expect(some.projected(people[1]) == ["id": "u1", "name": "Ana Diaz"])
}
