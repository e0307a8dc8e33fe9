import Diagnostics
import Engine
import JSON
import MockBackend
import Testing

/// The five proofs, on recipes that break each of them or nearly do.
@Suite struct ProofTests {
  private func results(
    can: String = "\"users.read\", \"users.update\", \"users.create\", \"users.delete\"",
    run: String
  ) async throws(Problem) -> TestResult {
    let source = recipeText(
      can: can,
      fields: "\ntests = { test \"it\" { given = \"two-locations\", expect = { result = 1 } } },",
      run: run + "\nreturn 1")
    let recipe = try await RecipeLoader.load(recipeFile(source), withTests: true)
    let tester = RecipeTester(recipe, input: SystemInput()) { fixture throws(Problem) in
      MockService(try MockState(fixture: fixture))
    }
    return await tester.run(recipe.tests[0])
  }

  @Test func `a test that changes something proves five things`() async throws {
    let result = try await results(
      run: """
        ghl.users.update("ana", { phone = "+351999999999", firstName = "Anna" })
        local new = "new@acme.test"
        if not ghl.users.find(new) then
          ghl.users.create { firstName = "N", lastName = "P", email = new, role = "user",
            password = "Secret-123456", type = "account", locationIds = { "lis" } }
        end
        if ghl.users.find("bob@acme.test") then ghl.users.delete("bob") end
        """)
    #expect(result.failures == [])
    #expect(result.proofs.map(\.name) == Proof.Name.allCases)
    #expect(result.proofs.allSatisfy { $0.outcome == .held })
  }

  @Test func `a plan that changes nothing has nothing to prove`() async throws {
    let result = try await results(run: "")
    #expect(result.passed)
    #expect(result.proofs.map(\.name) == Proof.Name.allCases)
    #expect(result.proofs.first?.outcome == .held)
    #expect(
      result.proofs.dropFirst().allSatisfy { $0.outcome == .vacuous("the plan changes nothing") })
  }

  @Test func `a recipe that is never done is found out`() async throws {
    let result = try await results(
      run: """
        local ana = ghl.users.get("ana")
        ghl.users.update("ana", { firstName = ana.firstName .. "x" })
        """)
    #expect(!result.passed)
    #expect(
      result.failures.contains { $0.hasPrefix("planning again finds nothing to do: it still") })
  }

  @Test func `a password alone does not count as never done`() async throws {
    let result = try await results(run: "ghl.users.update('ana', { password = 'Secret-123456' })")
    #expect(result.failures == [])
  }
}
