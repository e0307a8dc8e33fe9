import JSON
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// The main job, on real amounts.
  struct OnboardingTests {
    private static let header =
      "email,firstName,lastName,location,role,type,phone,scopes,like,password\n"

    /// Rows that cannot be taken, each for a reason of its own, and what the report must name.
    private static let bad: [(row: String, names: String)] = [
      ("no-at.example.test,A,B,Berlin,,,,,,", "no-at.example.test"),
      ("two@@example.test,A,B,Berlin,,,,,,", "two@@example.test"),
      (",A,B,Berlin,,,,,,", "email"),
      ("bad3@example.test,,B,Berlin,,,,,,", "firstName"),
      ("bad4@example.test,A,,Berlin,,,,,,", "lastName"),
      ("bad5@example.test,A,B,,,,,,,", "location"),
      ("bad6@example.test,A,B,Atlantis,,,,,,", "Atlantis"),
      ("bad7@example.test,A,B,Berlin;Lizbon,,,,,,", "Lisbon"),
      ("bad8@example.test,A,B,Berlin,boss,,,,,", "boss"),
      ("bad9@example.test,A,B,Berlin,,person,,,,", "person"),
      ("bad10@example.test,A,B,Berlin,,,,contacts.wirte,,", "contacts.write"),
      ("bad11@example.test,A,B,Berlin,,,,,nobody@example.test,", "nobody@example.test"),
      ("person0@example.test,A,B,Berlin,,,,,,", "person0@example.test"),
      ("PERSON1@example.test,A,B,Berlin,,,,,,", "person1@example.test"),
      ("bad 14@example.test,A,B,Berlin,,,,,,", "bad 14@example.test"),
      ("bad15@,A,B,Berlin,,,,,,", "bad15@"),
      ("bad16@example.test,A,B,Berlin;;Nowhere,,,,,,", "Nowhere"),
      ("bad17@example.test,A,B,Berlin,usr,,,,,", "user"),
      ("bad18@example.test,A,B,Berlin,,acount,,,,", "account"),
      ("bad19@example.test,A,B,Berlin,,,,no.such.scope,,", "no.such.scope"),
    ]

    /// 2,000 rows; every hundredth is bad. Also the line of each bad one.
    private static func people() -> (text: String, lines: [Int]) {
      let places = ["Berlin", "Lisbon", "Madrid", "Berlin;Lisbon"]
      var (text, lines) = (header, [Int]())
      for number in 0..<2000 {
        if number % 100 == 99 {
          lines.append(number + 2)
          text += bad[number / 100].row + "\n"
        } else {
          text +=
            "person\(number)@example.test,First\(number),Last\(number),\(places[number % 4]),,,,,,\n"
        }
      }
      return (text, lines)
    }

    @Test func `2,000 people come aboard, 20 bad rows are told by line, and again nothing is left`()
      async throws
    {
      let sandbox = try Sandbox()
      let (text, lines) = Self.people()
      try sandbox.write(text, to: "people.csv")
      #expect(await sandbox.run("mock", "seed", "company.json").code == 0)
      let command = [
        "run", "onboard-from-csv", "people.csv", "--mock=company.json", "--apply", "--json",
      ]
      let first = await sandbox.run(command)
      #expect(first.code == 3, "\(first.errors.suffix(2000))")
      let object = try JSONValue(parsing: first.output)
      #expect(object["status"] == "partial")
      #expect(object["applied"]?["done"] == 1980)
      #expect(object["rows"]?["failed"] == 20)
      #expect(first.output.utf8.count <= 256 << 10)
      let failures = object["rows"]?["failures"]?.array ?? []
      #expect(failures.compactMap { $0["line"]?.integer.map(Int.init) } == lines)
      for (failure, bad) in zip(failures, Self.bad) {
        let message = failure["message"]?.string ?? ""
        #expect(message.lowercased().contains(bad.names.lowercased()), "\(message)")
      }

      let second = await sandbox.run(command)
      #expect(second.code == 3)
      let again = try JSONValue(parsing: second.output)
      #expect(again["applied"]?["total"] == 0)
      #expect(again["rows"]?["unchanged"] == 1980)
      #expect(again["rows"]?["failed"] == 20)
    }
  }
}
