-- The scopes of a user: the service's lists, operators' groups, templates, differences.

local list = require "ghl.scope_list"
local nearest = require "ghl.nearest"

local M = {}

---The 189 scopes of API version 2, in the service's order.
---@type string[]
M.v2 = list.v2

---What version 3 has beyond them.
---@type string[]
M.v3_extra = list.v3_extra

---All of both.
---@type string[]
M.all = {}

local is_known = {}
for _, scopes in ipairs({ list.v2, list.v3_extra }) do
  for _, scope in ipairs(scopes) do
    is_known[scope] = true
    M.all[#M.all + 1] = scope
  end
end

-- What a scope starts with, up to the first "/" or ".", decides its group.
local AREAS = {
  contacts = { "contacts" },
  conversations = { "conversations" },
  calendars = { "calendars" },
  opportunities = { "opportunities", "pipelines" },
  payments = { "payments", "products", "invoices" },
  marketing = { "campaigns", "marketing", "adPublishing", "qrcodes" },
  social = { "socialplanner" },
  automation = { "workflows", "triggers" },
  sites = { "funnels", "forms", "surveys", "quizzes", "websites", "medias", "blogs", "wordpress" },
  courses = { "membership", "communities", "gokollab", "certificates" },
  reputation = { "reputation" },
  reporting = { "reporting", "dashboard" },
  prospecting = { "prospecting" },
  ai = {
    "contentAI", "eliza", "voice-ai-agents", "voice-ai-common", "voice-ai-agent-goals",
    "voice-ai-dashboard", "text-ai-agents", "text-ai-agent-goals", "text-ai-agent-training",
    "text-ai-agents-dashboard", "ai-studio", "askai", "copilot",
  },
  settings = {
    "settings", "users", "loginas", "users-sso-login-management", "sso-config", "custom-menu-link",
    "private-integration-location", "private-integration-company", "native-integrations",
    "launchpad",
  },
  agency = {
    "agency", "locations", "snapshots", "internaltools", "affiliateportal", "companies",
    "audit-logs",
  },
}

local function group_all()
  local group_of, groups = {}, {}
  for group, areas in pairs(AREAS) do
    groups[group] = {}
    for _, area in ipairs(areas) do
      group_of[area] = group
    end
  end
  for _, scope in ipairs(M.all) do
    local area = scope:match("^[^/.]+")
    local own = groups[group_of[area]]
    own[#own + 1] = scope
  end
  return groups
end

---The scopes in operators' words; each scope is in exactly one group.
---@type table<string, string[]>
M.groups = group_all()

local TEMPLATES = {
  ["read-only"] = {
    "campaigns.readonly", "calendars.readonly", "workflows.readonly", "medias.readonly",
    "opportunities/leadValue.readonly", "conversations.readonly", "conversations/message.readonly",
    "locations/tags.readonly", "dashboard/stats.readonly", "reporting/reports.readonly",
    "products.readonly", "invoices.readonly", "payments/transactions.readonly",
    "socialplanner/post.readonly", "certificates.readonly",
  },
  sales = {
    "contacts.write", "opportunities.write", "opportunities/leadValue.readonly",
    "conversations.readonly", "conversations.write", "conversations/message.readonly",
    "conversations/message.write", "calendars.readonly", "calendars/events.write",
    "locations/tags.readonly", "locations/tags.write", "dashboard/stats.readonly",
    "products.readonly", "invoices.readonly", "invoices.write", "medias.readonly",
  },
  support = {
    "contacts.write", "conversations.readonly", "conversations.write",
    "conversations/message.readonly", "conversations/message.write", "calendars.readonly",
    "calendars/events.write", "locations/tags.readonly", "locations/tags.write",
    "reputation/review.write", "medias.readonly",
  },
  marketing = {
    "campaigns.readonly", "campaigns.write", "marketing.write", "contacts.write",
    "locations/tags.readonly", "locations/tags.write", "funnels.write", "forms.write",
    "surveys.write", "quizzes.write", "websites.write", "blogs.write", "medias.readonly",
    "medias.write", "socialplanner/post.readonly", "socialplanner/post.write",
    "socialplanner/stat.readonly", "contentAI.write", "qrcodes.write", "workflows.readonly",
    "dashboard/stats.readonly", "reporting/reports.readonly",
    "reporting/attributions.readonly", "reporting/adwords.readonly",
    "reporting/facebookAds.readonly",
  },
}

---The names that `scopes.template` takes, sorted.
---@type string[]
M.templates = {}
for name in pairs(TEMPLATES) do
  M.templates[#M.templates + 1] = name
end
table.sort(M.templates)

---Tells whether a scope is in either version's list.
---
---```lua
---assert(scopes.known("contacts.write"))
---assert(not scopes.known("contact.write"))
---```
---@param scope string
---@return boolean
function M.known(scope)
  return is_known[scope] == true
end

---Returns the scopes of a template, as a new list: `read-only`, `sales`, `support` or `marketing`.
---
---```lua
---local sales = scopes.template("sales")
---assert(sales[1] == "contacts.write")
---```
---@param name string
---@return string[]
function M.template(name)
  local found = TEMPLATES[name]
  if not found then
    error(('there is no scope template "%s": %s'):format(tostring(name),
      nearest.hint(name, M.templates) or "known are " .. table.concat(M.templates, ", ")), 2)
  end
  return table.move(found, 1, #found, 1, {})
end

local function missing_from(wanted, other)
  local has, missing = {}, {}
  for _, scope in ipairs(other) do
    has[scope] = true
  end
  for _, scope in ipairs(wanted) do
    if not has[scope] then
      has[scope] = true
      missing[#missing + 1] = scope
    end
  end
  table.sort(missing)
  return missing
end

---Returns what was added and what was removed between two lists, each sorted.
---
---```lua
---local change = scopes.diff({ "contacts.write" }, { "blogs.write" })
---assert(change.added[1] == "blogs.write" and change.removed[1] == "contacts.write")
---```
---@param before string[]
---@param after string[]
---@return { added: string[], removed: string[] }
function M.diff(before, after)
  return { added = missing_from(after, before), removed = missing_from(before, after) }
end

return M
