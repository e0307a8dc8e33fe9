---@meta
-- The words of a recipe's file and what its run function is given. For editors and the reference;
-- nothing loads this.

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
