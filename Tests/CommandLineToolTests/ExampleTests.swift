import Engine
import Stdlib
import Testing

@testable import CommandLineTool

extension CommandTests {
  /// The examples in the headers of shipped recipes: what people paste first.
  @Suite struct ExampleTests {
    /// The files that the examples name.
    private static let files = [
      "new-starters.csv":
        "email,firstName,lastName,location\nmia@acme.example,Mia,Holm,Berlin;Lisbon\n",
      "leavers.csv": "email\njane@deo.com\n",
      "numbers.csv": "user,location,number\njane@deo.com,Berlin,+49 30 1234567\n",
      "roster.csv": "email,firstName,lastName,location\njohn@deo.com,John,Deo,Lisbon\n",
      "roster.json": """
      [{"email": "jane@deo.com", "firstName": "Jane", "lastName": "Deo", "location": "Berlin"}]
      """,
      "password.txt": "Fresh-Start-2026\n",
      "sales.json": #"{"scopes": ["contacts.write"], "permissions": {"contactsEnabled": true}}"#,
      "deleted.json": """
      {"event": {"type": "user.delete.complete", "user": {"email": "jane@deo.com"}}}
      """,
    ]

    @Test(arguments: RecipeFinder.shippedNames)
    func `the examples of a recipe run as they stand`(name: String) async throws {
      var sandbox = try Sandbox()
      sandbox.environment["NEW_PASSWORD"] = "Fresh-Start-2026"
      sandbox.standardInput = Self.files["new-starters.csv"]
      for (name, text) in Self.files { try sandbox.write(text, to: name) }
      let recipe = try await RecipeLoader.load(
        try #require(Self.shipped(name)))
      #expect(!recipe.examples.isEmpty)
      for example in recipe.examples {
        let ended = await sandbox.run(["run"] + words(example) + ["--mock"])
        #expect(ended.code == 0, "\(example): \(ended.errors)")
      }
    }

    private static func shipped(_ name: String) -> RecipeFile? {
      Stdlib.source(of: .recipe(name)).map { file in
        RecipeFile(
          name: name, displayName: "\(name).lua", source: file.source, folder: nil,
          isShipped: true)
      }
    }

    /// Splits at spaces outside of double quotes.
    private func words(_ line: String) -> [String] {
      line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .flatMap { index, part in
          index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
    }
  }
}
