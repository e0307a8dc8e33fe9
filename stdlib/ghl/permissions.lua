-- The permission flags of a user: their list, their groups, and what to do with sets of them.

local nearest = require "ghl.nearest"

---@alias ghl.Permissions table<string, boolean>

local M = {}

-- The first 38 are in the HighLevel OpenAPI users-v2; the service sends the last ten beyond it.
---Every known flag, in the service's order.
---@type string[]
M.all = {
  "campaignsEnabled",
  "campaignsReadOnly",
  "contactsEnabled",
  "workflowsEnabled",
  "workflowsReadOnly",
  "triggersEnabled",
  "funnelsEnabled",
  "websitesEnabled",
  "opportunitiesEnabled",
  "dashboardStatsEnabled",
  "bulkRequestsEnabled",
  "appointmentsEnabled",
  "reviewsEnabled",
  "onlineListingsEnabled",
  "phoneCallEnabled",
  "conversationsEnabled",
  "assignedDataOnly",
  "adwordsReportingEnabled",
  "membershipEnabled",
  "facebookAdsReportingEnabled",
  "attributionsReportingEnabled",
  "settingsEnabled",
  "tagsEnabled",
  "leadValueEnabled",
  "marketingEnabled",
  "agentReportingEnabled",
  "botService",
  "socialPlanner",
  "bloggingEnabled",
  "invoiceEnabled",
  "affiliateManagerEnabled",
  "contentAiEnabled",
  "refundsEnabled",
  "recordPaymentEnabled",
  "cancelSubscriptionEnabled",
  "paymentsEnabled",
  "communitiesEnabled",
  "exportPaymentsEnabled",
  "opportunitiesBulkActionsEnabled",
  "certificatesEnabled",
  "mediaStorageEnabled",
  "reportingEnabled",
  "adPublishingEnabled",
  "adPublishingReadOnly",
  "wordpressEnabled",
  "customMenuLinkReadOnly",
  "customMenuLinkWrite",
  "gokollabEnabled",
}

---The flags which take something away when they are on.
---@type string[]
M.restrictions = {
  "campaignsReadOnly",
  "workflowsReadOnly",
  "assignedDataOnly",
  "adPublishingReadOnly",
  "customMenuLinkReadOnly",
}

---The flags in operators' words; each flag is in exactly one group.
---@type table<string, string[]>
M.groups = {
  contacts = { "contactsEnabled", "tagsEnabled", "bulkRequestsEnabled", "assignedDataOnly" },
  conversations = { "conversationsEnabled", "phoneCallEnabled" },
  calendars = { "appointmentsEnabled" },
  opportunities = {
    "opportunitiesEnabled", "opportunitiesBulkActionsEnabled", "leadValueEnabled",
  },
  payments = {
    "paymentsEnabled", "invoiceEnabled", "refundsEnabled", "recordPaymentEnabled",
    "cancelSubscriptionEnabled", "exportPaymentsEnabled",
  },
  marketing = {
    "marketingEnabled", "campaignsEnabled", "campaignsReadOnly", "socialPlanner",
    "affiliateManagerEnabled", "adPublishingEnabled", "adPublishingReadOnly",
  },
  automation = { "workflowsEnabled", "workflowsReadOnly", "triggersEnabled" },
  sites = {
    "funnelsEnabled", "websitesEnabled", "bloggingEnabled", "wordpressEnabled",
    "mediaStorageEnabled",
  },
  courses = {
    "membershipEnabled", "communitiesEnabled", "certificatesEnabled", "gokollabEnabled",
  },
  reputation = { "reviewsEnabled", "onlineListingsEnabled" },
  reporting = {
    "reportingEnabled", "dashboardStatsEnabled", "adwordsReportingEnabled",
    "facebookAdsReportingEnabled", "attributionsReportingEnabled", "agentReportingEnabled",
  },
  ai = { "botService", "contentAiEnabled" },
  settings = { "settingsEnabled", "customMenuLinkReadOnly", "customMenuLinkWrite" },
}

local is_known, is_restriction, group_of = {}, {}, {}
for _, flag in ipairs(M.all) do
  is_known[flag] = true
end
for _, flag in ipairs(M.restrictions) do
  is_restriction[flag] = true
end
for group, flags in pairs(M.groups) do
  for _, flag in ipairs(flags) do
    group_of[flag] = group
  end
end

---The names of the groups, sorted.
---@type string[]
M.group_names = {}
for group in pairs(M.groups) do
  M.group_names[#M.group_names + 1] = group
end
table.sort(M.group_names)

local function every_flag(value, current)
  local flags = {}
  for flag in pairs(current or {}) do
    flags[flag] = value
  end
  for _, flag in ipairs(M.all) do
    flags[flag] = value
  end
  return flags
end

-- Few runs need it, so it is loaded when somebody asks.
local function scopes_by_flag()
  return require "ghl.flag_scopes"
end

local function group(name, level)
  local flags = M.groups[name]
  if not flags then
    error(('there is no group of permissions "%s"; %s'):format(tostring(name),
      nearest.hint(name, M.group_names) or "known are " .. table.concat(M.group_names, ", ")),
      level + 1)
  end
  return flags
end

---Returns the group a flag is in; nil for one that is not known.
---
---```lua
---assert(permissions.group_of("refundsEnabled") == "payments")
---```
---@param flag string
---@return string|nil group
function M.group_of(flag)
  return group_of[flag]
end

---Returns the flags of a group, all on or all off, ready for `users.set_permissions`.
---
---On means: what the group allows is allowed, and its restrictions are off.
---
---```lua
---local on = permissions.group("contacts", true)
---assert(on.contactsEnabled and on.assignedDataOnly == false)
---local ana = users.set_permissions("ana", permissions.group("payments", false))
---assert(ana.permissions.refundsEnabled == false)
---```
---@param name string such as `contacts`, `payments`; see `permissions.group_names`
---@param on boolean
---@return ghl.Permissions
function M.group(name, on)
  if type(on) ~= "boolean" then
    error("permissions.group takes a group and true or false", 2)
  end
  local flags = {}
  for _, flag in ipairs(group(name, 2)) do
    flags[flag] = on and not is_restriction[flag]
  end
  return flags
end

---Returns the scopes that belong to a flag, or to all flags of a group: what a person needs beside
---the flag, so that the menu it opens can do something.
---
---```lua
---assert(permissions.scopes_of("contactsEnabled")[1] == "contacts.write")
---assert(#permissions.scopes_of("payments") > #permissions.scopes_of("refundsEnabled"))
---```
---@param name string a flag or a group
---@return string[] scopes each once; none where the service has no scope for it
function M.scopes_of(name)
  local flags = is_known[name] and { name } or group(name, 2)
  local scopes, seen = {}, {}
  for _, flag in ipairs(flags) do
    for _, scope in ipairs(scopes_by_flag()[flag] or {}) do
      if not seen[scope] then
        seen[scope] = true
        scopes[#scopes + 1] = scope
      end
    end
  end
  return scopes
end

---Returns the flags that are on and have none of their scopes: menus that open and can do nothing.
---
---```lua
---local idle = permissions.without_scopes({ contactsEnabled = true, tagsEnabled = true },
---  { "contacts.write" })
---assert(#idle == 1 and idle[1] == "tagsEnabled")
---```
---@param flags ghl.Permissions
---@param scopes string[]
---@return string[] flags in the service's order
function M.without_scopes(flags, scopes)
  local has, idle = {}, {}
  for _, scope in ipairs(scopes) do
    has[scope] = true
  end
  for _, flag in ipairs(M.all) do
    local wanted, found = scopes_by_flag()[flag] or {}, false
    for _, scope in ipairs(wanted) do
      found = found or has[scope] == true
    end
    if flags[flag] == true and #wanted > 0 and not found then
      idle[#idle + 1] = flag
    end
  end
  return idle
end

---Says which groups have any flag on, in as few words as possible.
---
---```lua
---assert(permissions.in_words({ contactsEnabled = true, refundsEnabled = true })
---  == "contacts, payments")
---assert(permissions.in_words(permissions.all_on()) == "everything")
---assert(permissions.in_words({ assignedDataOnly = true }) == "nothing")
---```
---@param flags ghl.Permissions
---@return string text
function M.in_words(flags)
  local on, off, has = {}, {}, {}
  for flag, value in pairs(flags) do
    if value == true and not is_restriction[flag] then
      has[group_of[flag] or flag] = true
    end
  end
  for _, name in ipairs(M.group_names) do
    local list = has[name] and on or off
    list[#list + 1] = name
  end
  if #on == 0 then
    return "nothing"
  elseif #off == 0 then
    return "everything"
  end
  -- Where most is on, what is missing says more.
  return #off <= #M.group_names // 3 and "everything but " .. table.concat(off, ", ")
    or table.concat(on, ", ")
end

---Tells whether a flag is in the list.
---
---```lua
---assert(permissions.known("contactsEnabled"))
---assert(not permissions.known("contactEnabled"))
---```
---@param flag string
---@return boolean
function M.known(flag)
  return is_known[flag] == true
end

---Returns every flag off: the known ones, and those of `current` which are not known.
---
---```lua
---local off = permissions.all_off({ newThing = true })
---assert(off.newThing == false and off.contactsEnabled == false)
---```
---@param current? ghl.Permissions what the user has now
---@return ghl.Permissions
function M.all_off(current)
  return every_flag(false, current)
end

---Returns every known flag on, and the restrictions (`permissions.restrictions`) off.
---
---```lua
---local on = permissions.all_on()
---assert(on.contactsEnabled == true and on.assignedDataOnly == false)
---```
---@return ghl.Permissions
function M.all_on()
  local flags = every_flag(true)
  for _, flag in ipairs(M.restrictions) do
    flags[flag] = false
  end
  return flags
end

---Returns the flags in which two sets differ, sorted by name; an absent flag counts as off.
---
---```lua
---local drift = permissions.diff({ tagsEnabled = true }, { tagsEnabled = false })
---assert(drift[1].flag == "tagsEnabled" and drift[1].before and not drift[1].after)
---```
---@param before ghl.Permissions
---@param after ghl.Permissions
---@return { flag: string, before: boolean, after: boolean }[]
function M.diff(before, after)
  local differing, seen = {}, {}
  for _, flags in ipairs({ before, after }) do
    for flag in pairs(flags) do
      local was, is = before[flag] == true, after[flag] == true
      if was ~= is and not seen[flag] then
        seen[flag] = true
        differing[#differing + 1] = { flag = flag, before = was, after = is }
      end
    end
  end
  table.sort(differing, function(a, b) return a.flag < b.flag end)
  return differing
end

---Checks flags written by a person: each known or present in `current`, each true or false.
---
---```lua
---assert(permissions.check({ contactsEnabled = true }))
---local ok, problem = permissions.check({ contactEnabled = true })
---assert(not ok and problem.hint == "did you mean 'contactsEnabled'?")
---```
---@param flags ghl.Permissions
---@param current? ghl.Permissions what the user has now
---@return boolean|nil ok
---@return { kind: string, message: string, hint: string|nil }|nil problem
function M.check(flags, current)
  for flag, value in pairs(flags) do
    if not is_known[flag] and (current or {})[flag] == nil then
      return nil, {
        kind = "unknown-permission",
        message = ('there is no permission "%s"'):format(tostring(flag)),
        hint = nearest.hint(flag, M.all),
      }
    elseif type(value) ~= "boolean" then
      return nil, {
        kind = "wrong-type",
        message = ('the permission "%s" is true or false, not a %s'):format(flag, type(value)),
      }
    end
  end
  return true
end

return M
