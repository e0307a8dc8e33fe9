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

local is_known = {}
for _, flag in ipairs(M.all) do
  is_known[flag] = true
end

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
