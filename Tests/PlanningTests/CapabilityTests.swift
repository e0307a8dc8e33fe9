import Diagnostics
import HighLevel
import JSON
import Planning
import Testing

@Suite struct CapabilityTests {
  @Test func `an unknown capability is an error that names the nearest one`() {
    #expect {
      try Capability(parsing: "users.raed")
    } throws: { error in
      let problem = error as? Problem
      return problem?.code == .recipeInvalid
        && problem?.hint?.hasPrefix("did you mean 'users.read'") == true
    }
  }

  @Test func `an unknown field is an error that names the nearest one`() {
    #expect {
      try Capability(parsing: "users.update(locationIDs)")
    } throws: { error in
      (error as? Problem)?.hint == "did you mean 'locationIds'?"
    }
  }

  @Test(arguments: ["users.read(email)", "users.update(scopes", "", "users", "users.update()"])
  func `a capability that is no such thing is an error`(text: String) {
    #expect(throws: Problem.self) { try Capability(parsing: text) }
  }

  @Test func `spaces between fields do not matter`() throws {
    let capability = try Capability(parsing: "users.update( scopes ,locationIds )")
    #expect(capability.description == "users.update(locationIds, scopes)")
  }

  @Test func `what is not listed is refused with the line to add`() throws {
    let set = try CapabilitySet(parsing: ["users.read"])
    let problem = set.refusal(of: Request(.usersDelete, id: "x"), at: Place("a.lua", line: 3))
    #expect(problem?.code == .capability)
    #expect(problem?.hint == "add \"users.delete\" to its list 'can'")
    #expect(problem?.place == Place("a.lua", line: 3))
    #expect(set.refusal(of: Request(.usersGet, id: "x")) == nil)
  }

  @Test func `each field of an update must be granted`() throws {
    let set = try CapabilitySet(parsing: ["users.update(locationIds)", "users.update(scopes)"])
    let granted = Request(.usersUpdate, id: "x", fields: ["locationIds": [], "companyId": "c"])
    #expect(set.refusal(of: granted) == nil)
    let more = Request(.usersUpdate, id: "x", fields: ["scopes": [], "role": "admin"])
    #expect(set.refusal(of: more)?.message.contains("'role'") == true)
    #expect(set.refusal(of: more)?.hint?.contains("(locationIds, role, scopes)") == true)
  }

  @Test func `users update without a list grants every field`() throws {
    for texts in [["users.update"], ["users.update(role)", "users.update"]] {
      let set = try CapabilitySet(parsing: texts)
      #expect(set.refusal(of: Request(.usersUpdate, id: "x", fields: ["scopes": []])) == nil)
    }
  }

  @Test func `a plain script may ask for everything`() {
    for operation in Operations.all {
      #expect(CapabilitySet.everything.refusal(of: Request(operation, id: "x")) == nil)
    }
  }
}
