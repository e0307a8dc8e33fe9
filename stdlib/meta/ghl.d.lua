---@meta
-- Made by `ghlua init`; changes are lost.

---@class ghl.Roles
---@field type "account"|"agency"
---@field role "admin"|"user"|"agency_admin"
---@field locationIds string[]

---@class ghl.User
---@field id string
---@field name string
---@field firstName string
---@field lastName string
---@field email string
---@field phone? string
---@field extension? string
---@field roles ghl.Roles
---@field permissions ghl.Permissions
---@field scopes ghl.Scope[]
---@field scopesAssignedToOnly? ghl.Scope[]
---@field lcPhone? table<string, string> numbers by location id
---@field deleted? boolean

---@class ghl.Location
---@field id string
---@field name string
---@field companyId string
---@field timezone? string

---@class ghl.Contact
---@field id string
---@field email? string
---@field tags string[]
---@field locationId string

---@class ghl.Error what a refused call raises; `tostring` makes a sentence of it
---@field kind string
---@field status integer
---@field code? string
---@field message string
---@field traceId? string

---@class ghl.Permissions
---@field contactsEnabled? boolean Contacts
---@field tagsEnabled? boolean Tags
---@field bulkRequestsEnabled? boolean Bulk requests
---@field assignedDataOnly? boolean Only assigned data
---@field conversationsEnabled? boolean Conversations
---@field phoneCallEnabled? boolean Phone calls
---@field botService? boolean Conversation bot
---@field contentAiEnabled? boolean Content AI
---@field appointmentsEnabled? boolean Appointments
---@field opportunitiesEnabled? boolean Opportunities
---@field leadValueEnabled? boolean Lead value
---@field opportunitiesBulkActionsEnabled? boolean Bulk actions on opportunities
---@field workflowsEnabled? boolean Workflows
---@field workflowsReadOnly? boolean Workflows, read only
---@field triggersEnabled? boolean Triggers
---@field campaignsEnabled? boolean Campaigns
---@field campaignsReadOnly? boolean Campaigns, read only
---@field funnelsEnabled? boolean Funnels
---@field websitesEnabled? boolean Websites
---@field bloggingEnabled? boolean Blogs
---@field wordpressEnabled? boolean WordPress
---@field mediaStorageEnabled? boolean Media storage
---@field marketingEnabled? boolean Marketing
---@field socialPlanner? boolean Social planner
---@field affiliateManagerEnabled? boolean Affiliate manager
---@field adPublishingEnabled? boolean Ad publishing
---@field adPublishingReadOnly? boolean Ad publishing, read only
---@field membershipEnabled? boolean Memberships
---@field communitiesEnabled? boolean Communities
---@field certificatesEnabled? boolean Certificates
---@field gokollabEnabled? boolean GoKollab
---@field paymentsEnabled? boolean Payments
---@field invoiceEnabled? boolean Invoices
---@field recordPaymentEnabled? boolean Record payments
---@field refundsEnabled? boolean Refunds
---@field cancelSubscriptionEnabled? boolean Cancel subscriptions
---@field exportPaymentsEnabled? boolean Export payments
---@field reviewsEnabled? boolean Reviews
---@field onlineListingsEnabled? boolean Online listings
---@field reportingEnabled? boolean Reporting
---@field dashboardStatsEnabled? boolean Dashboard statistics
---@field agentReportingEnabled? boolean Agent reports
---@field adwordsReportingEnabled? boolean Google Ads reports
---@field facebookAdsReportingEnabled? boolean Facebook Ads reports
---@field attributionsReportingEnabled? boolean Attribution reports
---@field settingsEnabled? boolean Settings
---@field customMenuLinkReadOnly? boolean Custom menu links, read only
---@field customMenuLinkWrite? boolean Custom menu links

---@alias ghl.Scope
---| "campaigns.readonly"
---| "campaigns.write"
---| "calendars.readonly"
---| "calendars/events.write"
---| "calendars/groups.write"
---| "calendars.write"
---| "contacts.write"
---| "contacts/bulkActions.write"
---| "workflows.readonly"
---| "workflows.write"
---| "triggers.write"
---| "funnels.write"
---| "forms.write"
---| "surveys.write"
---| "quizzes.write"
---| "websites.write"
---| "medias.write"
---| "medias.readonly"
---| "opportunities.write"
---| "opportunities/leadValue.readonly"
---| "opportunities/bulkActions.write"
---| "pipelines.create"
---| "reporting/phone.readonly"
---| "reporting/adwords.readonly"
---| "reporting/facebookAds.readonly"
---| "reporting/attributions.readonly"
---| "prospecting/auditReport.write"
---| "reporting/reports.readonly"
---| "reporting/agent.readonly"
---| "reporting/reports.write"
---| "reporting/stats.export"
---| "payments.write"
---| "payments/records.write"
---| "payments/orders.readonly"
---| "payments/orders.export"
---| "payments/orders.import"
---| "payments/orders.collectPayment"
---| "payments/subscriptions.readonly"
---| "payments/subscriptions.write"
---| "payments/subscriptions.update"
---| "payments/subscriptions.export"
---| "payments/subscriptions.pauseResumeCancel"
---| "payments/subscriptions.sharePaymentMethod"
---| "payments/transactions.readonly"
---| "payments/transactions.export"
---| "payments/transactions.import"
---| "payments/transactions.refund"
---| "payments/transactions.viewReceipts"
---| "payments/taxesSettings.readonly"
---| "payments/settings.readonly"
---| "payments/taxesSettings.updateInclusiveExclusive"
---| "payments/taxesSettings.manageRates"
---| "payments/taxesSettings.configureAutomatic"
---| "products.readonly"
---| "products.write"
---| "products.delete"
---| "products.duplicate"
---| "products.bulkActions"
---| "payments/settings.write"
---| "payments/settings.configureReceipt"
---| "payments/settings.configureSubscription"
---| "invoices.write"
---| "invoices.readonly"
---| "invoices/schedule.readonly"
---| "invoices/schedule.write"
---| "invoices/template.readonly"
---| "invoices/template.write"
---| "reputation/review.write"
---| "reputation/listing.write"
---| "reputation/reviewsAIAgents.write"
---| "reputation/gbp.write"
---| "conversations.write"
---| "conversations.readonly"
---| "conversations/message.readonly"
---| "conversations/message.write"
---| "contentAI.write"
---| "ai-studio.readonly"
---| "ai-studio.write"
---| "dashboard/stats.readonly"
---| "locations/tags.write"
---| "locations/tags.readonly"
---| "marketing.write"
---| "eliza.write"
---| "settings.write"
---| "socialplanner/post.write"
---| "socialplanner/account.readonly"
---| "socialplanner/account.write"
---| "socialplanner/category.readonly"
---| "socialplanner/category.write"
---| "socialplanner/csv.readonly"
---| "socialplanner/csv.write"
---| "socialplanner/group.write"
---| "socialplanner/hashtag.readonly"
---| "socialplanner/hashtag.write"
---| "socialplanner/oauth.readonly"
---| "socialplanner/oauth.write"
---| "socialplanner/post.readonly"
---| "socialplanner/recurring.readonly"
---| "socialplanner/recurring.write"
---| "socialplanner/review.readonly"
---| "socialplanner/review.write"
---| "socialplanner/rss.readonly"
---| "socialplanner/rss.write"
---| "socialplanner/search.readonly"
---| "socialplanner/setting.readonly"
---| "socialplanner/setting.write"
---| "socialplanner/stat.readonly"
---| "socialplanner/tag.readonly"
---| "socialplanner/tag.write"
---| "socialplanner/filters.readonly"
---| "socialplanner/medias.readonly"
---| "socialplanner/medias.write"
---| "socialplanner/watermarks.readonly"
---| "socialplanner/watermarks.write"
---| "socialplanner/metatag.readonly"
---| "socialplanner/facebook.readonly"
---| "socialplanner/linkedin.readonly"
---| "socialplanner/twitter.readonly"
---| "socialplanner/notification.readonly"
---| "socialplanner/notification.write"
---| "socialplanner/snapshot.readonly"
---| "socialplanner/snapshot.write"
---| "marketing/affiliate.write"
---| "blogs.write"
---| "membership.write"
---| "communities.write"
---| "gokollab.write"
---| "certificates.write"
---| "certificates.readonly"
---| "adPublishing.write"
---| "adPublishing.readonly"
---| "prospecting.write"
---| "prospecting.readonly"
---| "prospecting/reports.readonly"
---| "private-integration-location.readonly"
---| "private-integration-location.write"
---| "private-integration-company.readonly"
---| "private-integration-company.write"
---| "native-integrations.readonly"
---| "native-integrations.write"
---| "wordpress.write"
---| "wordpress.read"
---| "custom-menu-link.write"
---| "qrcodes.write"
---| "users/team-management.write"
---| "users/team-management.readonly"
---| "loginas.write"
---| "users-sso-login-management.write"
---| "users-sso-login-management.readonly"
---| "sso-config.write"
---| "snapshots/api.readonly"
---| "snapshots/api.create"
---| "snapshots/api.edit"
---| "snapshots/api.push"
---| "snapshots/api.refresh"
---| "snapshots/api.share"
---| "snapshots/api.delete"
---| "internaltools.location-transfer.write"
---| "internaltools.location-transfer.readonly"
---| "affiliateportal.write"
---| "affiliateportal.readonly"
---| "companies.write"
---| "internaltools.billing.write"
---| "internaltools.billing.readonly"
---| "internaltools.billing-common.readonly"
---| "internaltools.billing-common.write"
---| "voice-ai-agents.write"
---| "voice-ai-agents.readonly"
---| "voice-ai-common.readonly"
---| "voice-ai-common.write"
---| "voice-ai-agent-goals.readonly"
---| "voice-ai-agent-goals.write"
---| "voice-ai-dashboard.readonly"
---| "agency/launchpad.write"
---| "agency/launchpad.readonly"
---| "launchpad/location.write"
---| "launchpad/location.readonly"
---| "text-ai-agents.write"
---| "text-ai-agent-goals.readonly"
---| "text-ai-agent-goals.write"
---| "text-ai-agent-training.write"
---| "text-ai-agents-dashboard.readonly"
---| "locations.create"
---| "locations.delete"
---| "askai.write"
---| "copilot.readonly"
---| "locations.export.list"
---| "locations.features-limits.manage"
---| "locations.pause-resume"
---| "locations.agency-subaccounts.manage"
---| "locations.billing.manage"
---| "locations.details.manage"
---| "audit-logs.readonly"
---| "audit-logs.export"

---@alias ghl.Capability
---| "contacts.read"
---| "locations.read"
---| "users.create"
---| "users.delete"
---| "users.read"
---| "users.update"
---| string

ghl = {}
ghl.users = {}
ghl.locations = {}
ghl.contacts = {}

---@class ghl.UsersSearch
---@field companyId string Id of the agency (company)
---@field query? string Part of a full name, an e-mail or a phone number
---@field locationId? string Only users of this location
---@field type? "account"|"agency" Only users of this type
---@field role? "admin"|"user"|"agency_admin" Only users of this role
---@field ids? string[]|string Only the users of these ids
---@field sort? string Field to sort by, as dateAdded; by name without it
---@field sortDirection? "asc"|"desc" Which way to sort
---@field skip? integer|string How many results to skip; 0 without it
---@field limit? integer|string How many results at most; 25 without it
---@field enabled2waySync? boolean Only users with (or without) two-way calendar sync

---Search the users of an agency.
---
---GET /users/search; needs users.read.
---@param fields ghl.UsersSearch
---@return { users: ghl.User[], count: integer }
function ghl.users.search(fields) end

---Read one user by id.
---
---GET /users/{id}; needs users.read.
---@param id string
---@return ghl.User
function ghl.users.get(id) end

---@class ghl.UsersCreate
---@field companyId string Id of the agency (company)
---@field firstName string First name
---@field lastName string Last name
---@field email string E-mail for signing in; no two users share one
---@field password string Password for signing in
---@field type "account"|"agency" Sub-account or agency user
---@field role "admin"|"user"|"agency_admin" Role of the user
---@field locationIds string[] Ids of all locations of the user
---@field phone? string Phone number, E.164
---@field permissions? ghl.Permissions Permission flags; a partial map may reset the others
---@field scopes? ghl.Scope[] Scopes switched on; an empty list switches every one off
---@field scopesAssignedToOnly? ghl.Scope[] Scopes limited to assigned records
---@field profilePhoto? string URL of a picture
---@field twilioPhone? table<string, string> Inbound numbers by location id; replaces the whole map
---@field platformLanguage? "en_US"|"es"|"fr_CA"|"fr_FR"|"nl"|"de"|"pt_PT"|"pt_BR"|"it"|"sv"|"da"|"fi"|"no" Language of the interface

---Create a user.
---
---POST /users/; needs users.create.
---@param fields ghl.UsersCreate
---@return ghl.User
function ghl.users.create(fields) end

---@class ghl.UsersUpdate
---@field companyId? string Id of the agency (company)
---@field firstName? string First name
---@field lastName? string Last name
---@field password? string New password for signing in
---@field type? "account"|"agency" Sub-account or agency user
---@field role? "admin"|"user"|"agency_admin" Role of the user
---@field locationIds? string[] Ids of all locations of the user; replaces the list
---@field phone? string Phone number, E.164
---@field permissions? ghl.Permissions Permission flags; a partial map may reset the others
---@field scopes? ghl.Scope[] Scopes switched on; an empty list switches every one off
---@field scopesAssignedToOnly? ghl.Scope[] Scopes limited to assigned records
---@field profilePhoto? string URL of a picture
---@field twilioPhone? table<string, string> Inbound numbers by location id; replaces the whole map
---@field platformLanguage? "en_US"|"es"|"fr_CA"|"fr_FR"|"nl"|"de"|"pt_PT"|"pt_BR"|"it"|"sv"|"da"|"fi"|"no" Language of the interface

---Change fields of a user.
---
---PUT /users/{id}; needs users.update.
---@param id string
---@param fields? ghl.UsersUpdate
---@return ghl.User
function ghl.users.update(id, fields) end

---Queue a user for deletion; takes effect within minutes.
---
---DELETE /users/{id}; needs users.delete.
---@param id string
---@return { succeded: boolean, message: string }
function ghl.users.delete(id) end

---@class ghl.UsersFilterByEmail
---@field companyId string Id of the agency (company)
---@field emails string[]|string The e-mails to look for
---@field deleted? boolean Deleted users as well
---@field skip? integer|string How many results to skip; 0 without it
---@field limit? integer|string How many results at most; 25 without it
---@field projection? string "all", or names of fields; only id and email without it

---Find users by e-mail; needs an agency token.
---
---POST /users/search/filter-by-email; needs users.read.
---@param fields ghl.UsersFilterByEmail
---@return { users: ghl.User[], count: integer }
function ghl.users.filter_by_email(fields) end

---@class ghl.UsersByLocation
---@field locationId string The location whose users are wanted

---List the users of a location; needs a location token.
---
---GET /users/; needs users.read.
---@deprecated gone from version v3; use users.search with locationId
---@param fields ghl.UsersByLocation
---@return { users: ghl.User[] }
function ghl.users.by_location(fields) end

---Read one location (sub-account) by id; names its companyId.
---
---GET /locations/{id}; needs locations.read.
---@param id string
---@return ghl.Location
function ghl.locations.get(id) end

---@class ghl.LocationsSearch
---@field companyId? string Id of the agency (company)
---@field skip? integer|string How many results to skip; 0 without it
---@field limit? integer|string How many results at most; 10 without it
---@field order? "asc"|"desc" Order of the names
---@field email? string Only the location of this e-mail

---List the locations of an agency.
---
---GET /locations/search; needs locations.read.
---@param fields? ghl.LocationsSearch
---@return { locations: ghl.Location[], count: integer }
function ghl.locations.search(fields) end

---Read one contact by id, tags included.
---
---GET /contacts/{id}; needs contacts.read.
---@param id string
---@return ghl.Contact
function ghl.contacts.get(id) end

---@class ghl.Recipe
---@field name string lower-case words with hyphens, as the file is called
---@field version string
---@field summary string one line for people
---@field doc? string paragraphs for people
---@field params? ghl.Param[] in the order of help, forms and completion
---@field can? ghl.Capability[] what is not listed does not work
---@field limits? ghl.Limits
---@field on? string[] events it can be started by
---@field schedule? string a proposed cron line
---@field examples? string[] command lines, without `ghlua run`
---@field run fun(args: table<string, any>, ctx: ghl.Context): any what it returns is the result; `columns` beside a list names those of its fields that a terminal shows
---@field tests? ghl.Test[]
---@field fixtures? table<string, table> companies for the tests, by name

---@class ghl.Limits how much one plan may do; the strictest of recipe, profile and command line wins
---@field create? integer
---@field update? integer
---@field delete? integer
---@field percent? number of the users the recipe sees
---@field min_base? integer from how many users on `percent` holds

---@class ghl.ParamOptions
---@field [1]? string one line for people
---@field arg? integer its position among the words of the command line
---@field optional? boolean
---@field default? any
---@field choices? string[]
---@field of? string what a list holds
---@field sep? string what stands between the elements of a list
---@field min? number of a number, or of the length of a text, list or table
---@field max? number
---@field columns? ghl.Param[] of a table
---@field unique? boolean no two rows have the same value here

---@class ghl.Param

---@alias ghl.ParamWord fun(name: string): fun(options: ghl.ParamOptions): ghl.Param

---@class ghl.ParamWords
---@field string ghl.ParamWord
---@field integer ghl.ParamWord
---@field number ghl.ParamWord
---@field flag ghl.ParamWord
---@field date ghl.ParamWord `2026-01-31`
---@field duration ghl.ParamWord `90s`, `12h`, `7d`; in `args` a number of seconds
---@field email ghl.ParamWord
---@field enum ghl.ParamWord one of `choices`
---@field secret ghl.ParamWord never lands in a plan, a log or an error
---@field file ghl.ParamWord
---@field list ghl.ParamWord
---@field user ghl.ParamWord id, e-mail or full name; in `args` the record
---@field location ghl.ParamWord id or name; in `args` the record
---@field scope ghl.ParamWord
---@field permission ghl.ParamWord
---@field rows ghl.ParamWord a CSV, JSON or NDJSON table with typed `columns`

---@class ghl.TestFields
---@field given? string the fixture; `empty` without it
---@field with? table patches of the fixture: `["users/ana"] = { … }`
---@field args? table
---@field event? table what started it
---@field now? string the moment that counts as now, `2026-03-01T09:00:00Z` or a day alone
---@field faults? ghl.Fault[] trouble of the service, as it looks after all tries
---@field expect ghl.Expectation

---@class ghl.Fault
---@field operation? string which one, as `users.update`; every one without it
---@field status? integer what it answers; 503 without it
---@field message? string
---@field after? integer so many calls pass unharmed first
---@field times? integer so many calls are harmed then; all without it
---@field effect? "answer"|"drop" `drop` gives no answer at all
---@field carriedOut? boolean of `drop`: whether the change is made all the same

---@class ghl.Expectation
---@field changes? table[] exactly these: `{ "update", "users/ana", { field = { before, after } } }`
---@field result? any
---@field rows? table
---@field failed? table
---@field notes? string[]
---@field error? string a part of the message
---@field skip? string a part of why the run was skipped
---@field apply? ghl.ExpectedApply what comes of applying the plan under the same faults

---@class ghl.ExpectedApply
---@field status? "applied"|"partial"|"failed"|"refused"|"drift"|"interrupted"
---@field done? integer how many of the changes are made
---@field error? string a part of what it says
---@class ghl.Test

---Declares what a recipe is called, takes, may do, and does.
---@param fields ghl.Recipe
---@return ghl.Recipe
function recipe(fields) end

---The parameters: `p.user "user" { "Who", arg = 1 }`.
---@type ghl.ParamWords
p = {}

---Declares a test: `test "what it shows" { given = …, args = …, expect = … }`.
---@param name string what it shows
---@return fun(fields: ghl.TestFields): ghl.Test
function test(name) end

---The arguments of a plain script.
---@type table<string, any>
args = {}

---JSON's null; an absent key is absent.
---@type lightuserdata
null = nil

---Writes to the run's log, as `print` does; never to standard output.
---@param ... any
function log(...) end

---@class ghl.Context
---@field now string when the run began, RFC 3339; it does not move
---@field today string the date of `now`, `2026-01-31`
---@field event any what started the run; nil when a person did
local ctx = {}

---Runs `fn` under a title, which progress and errors show.
---@generic T
---@param title string
---@param fn fun(): T
---@return T
function ctx.step(title, fn) end

---Calls `fn` with each item and returns what it returned, in the list's order.
---@generic T, R
---@param list T[]
---@param fn fun(item: T, index: integer): R
---@return R[]
function ctx.each(list, fn) end

---Calls `fn` with each row; one outcome a row.
---
---A bad row stops nobody else and leaves nothing half planned: it fails with its line and reason.
---@param rows table[]
---@param fn fun(row: table, index: integer)
---@return { created: integer, updated: integer, deleted: integer, unchanged: integer, skipped: integer, failed: integer } counts
function ctx.each_row(rows, fn) end

---Ends the row, or outside of rows the run, without an error.
---@param why string
---@param result? any
function ctx.skip(why, result) end

---Ends the row, or outside of rows the run, as failed.
---@param why string
function ctx.fail(why) end

---Adds a line to what people are shown with the plan.
---@param text string
function ctx.note(text) end

---Makes an id: the same ones in the same order whenever the same run is planned again.
---@return string
function ctx.id() end

---Finds the user of that id, e-mail or full name; nil when there is none.
---
---Raises an error that names the candidates when several users have that name.
---@param ref string
---@return ghl.User|nil
function ghl.users.find(ref) end

---Goes through all users that a search finds, page by page, each one once.
---@param filter ghl.UsersSearch fields of `ghl.users.search`, without `skip` and `limit`
---@return fun(): ghl.User|nil
function ghl.users.each(filter) end
