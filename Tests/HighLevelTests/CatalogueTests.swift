import HighLevel
import Testing

@Test func `there are 189 scopes in v2 and 194 in v3, each once`() {
  #expect(Scopes.v2.count == 189)
  #expect(Scopes.v3.count == 194)
  #expect(Set(Scopes.v3).count == 194)
  #expect(
    Set(Scopes.v3).subtracting(Scopes.v2) == [
      "pipelines.create", "ai-studio.readonly", "ai-studio.write", "askai.write",
      "copilot.readonly",
    ])
  #expect(Set(Scopes.v2).isSubset(of: Scopes.v3))
}

@Test func `scopes are grouped by what stands before the first dot or slash`() {
  #expect(Scopes.group(of: "payments/orders.export") == "payments")
  #expect(Scopes.group(of: "contacts.write") == "contacts")
  let groups = Scopes.grouped(["contacts.write", "blogs.write", "contacts/bulkActions.write"])
  #expect(groups.map(\.group) == ["contacts", "blogs"])
  #expect(groups[0].scopes == ["contacts.write", "contacts/bulkActions.write"])
}

@Test func `everyday scopes are scopes`() {
  #expect(Set(UserRules.everydayScopes).isSubset(of: Scopes.v2))
}

@Test func `there are 48 permission flags, each with a label and a group`() {
  #expect(Permissions.known.count == 48)
  #expect(Set(Permissions.known.map(\.flag)).count == 48)
  #expect(Permissions.known.filter { $0.initial == nil }.count == 10)
  #expect(Permissions.known.allSatisfy { !$0.label.isEmpty && !$0.group.isEmpty })
  #expect(Permissions.groups.count == Set(Permissions.groups).count)
}

@Test func `a flag is found by name`() {
  let flag = Permissions.named("campaignsReadOnly")
  #expect(flag?.label == "Campaigns, read only")
  #expect(flag?.group == "Automation")
  #expect(flag?.restricts == true)
  #expect(flag?.initial == false)
  #expect(Permissions.named("contactsEnabled")?.restricts == false)
  #expect(Permissions.named("flyingEnabled") == nil)
}

@Test func `thirteen languages are known`() {
  #expect(PlatformLanguage.codes.count == 13)
  #expect(PlatformLanguage.codes.contains("pt_BR"))
}

@Test func `older version headers behave like v2`() {
  #expect(ServiceVersion(header: "2021-04-15") == .v2)
  #expect(ServiceVersion(header: "2023-02-21") == .v2)
  #expect(ServiceVersion(header: "v3") == .v3)
  #expect(ServiceVersion(header: "v4") == nil)
}
