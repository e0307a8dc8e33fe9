-- The HTML page of `audit-access`: people by locations, in one file that loads nothing.

local tablex = require "tablex"

local M = {}

-- Beyond this many people or cells the locations are written out instead of having a column each,
-- and a row has no more than a browser needs: such a page must fit into a run's memory.
local MOST_PEOPLE = 10000
local MOST_CELLS = 200000

-- From so many locations on their names stand upright.
local MOST_LEVEL = 12

local STYLE = [[
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --mark: #0a7d43 }
@media (prefers-color-scheme: dark) { :root { --mark: #5ad392 } }
@page { size: A4 landscape; margin: 12mm }
body { font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem auto; padding: 0 1rem;
  max-width: 90rem }
h1 { font-size: 1.4rem; margin: 0 0 .2rem }
p { margin: 0 0 1rem; opacity: .8 }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end }
form[hidden] { display: none }
label { display: grid; gap: .15rem; font-size: .85rem }
input, select { font: inherit; font-size: 15px; padding: .35rem .5rem; box-sizing: border-box }
input { width: min(20rem, 100%) }
.scroll { overflow-x: auto; margin-top: 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: start;
  vertical-align: top; unicode-bidi: isolate }
thead th { position: sticky; top: 0; background: Canvas; white-space: nowrap;
  vertical-align: bottom }
.upright thead th.place { writing-mode: vertical-rl; padding: .6rem .2rem }
.upright td.at, .upright td.off { padding: .3rem .2rem }
tbody tr:hover { background: var(--soft) }
td.at { text-align: center; color: var(--mark); font-weight: 700 }
.place { text-align: center }
tfoot td { text-align: center; font-variant-numeric: tabular-nums; opacity: .8 }
td small { display: block; opacity: .7 }
th small { font-weight: 400; opacity: .8 }
@media print { form { display: none } body { max-width: none; font-size: 10px; margin: 0 }
  h1 { font-size: 14px } .scroll { overflow: visible } thead { display: table-header-group }
  tfoot { display: table-row-group }
  thead th { position: static } tr { break-inside: avoid } td.at { color: inherit } }
]]

-- Without scripts the page shows everybody; with them it filters, counts, and says on paper what
-- was left out.
local SCRIPT = [[
const form = document.querySelector("form");
const rows = [...document.querySelectorAll("tbody tr")];
const texts = rows.map((row) => (row.dataset.text + " " + row.textContent).toLowerCase());
const places = rows.map((row) => row.dataset.at?.split("\n")
  ?? [...row.cells[3].childNodes].map((node) => node.textContent));
const everywhere = document.querySelector("table").dataset.everywhere;
const said = document.querySelector("#shown");
const sums = [...document.querySelectorAll("tfoot td[data-sum]")];
const show = () => {
  const words = form.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const [place, role] = [form.place.value, form.role.value];
  let shown = 0;
  rows.forEach((row, index) => {
    const hit = words.every((word) => texts[index].includes(word))
      && (!role || row.cells[1].textContent === role)
      && (!place || places[index].includes(place) || places[index][0] === everywhere);
    row.hidden = !hit;
    shown += hit;
  });
  for (const sum of sums) {
    sum.textContent = rows.filter((row) =>
      !row.hidden && row.children[sum.cellIndex + 2].classList.contains("at")).length;
  }
  const all = [place && "at " + place, role, words.join(" ")].filter(Boolean).join(", ");
  said.textContent = all ? "\u00b7 " + shown + " of " + rows.length + ": " + all : "";
};
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
show();
]]

local ENTITIES = {
  ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;",
}

local function escaped(value)
  return (tostring(value):gsub("[&<>\"']", ENTITIES))
end

local function role_of(person)
  return person.role == "agency_admin" and "agency admin" or person.type .. " " .. person.role
end

-- What the whole page needs to know of its people: the locations and roles there are, and how many
-- reach each.
local function totals(count, person, everywhere)
  local reach, is_role = { [everywhere] = 0 }, {}
  for index = 1, count do
    local one = person(index)
    for _, name in ipairs(one.locations) do
      reach[name] = (reach[name] or 0) + 1
    end
    is_role[role_of(one)] = true
  end
  local locations = tablex.filter(tablex.sorted(tablex.keys(reach)), function(name)
    return name ~= everywhere
  end)
  return locations, tablex.sorted(tablex.keys(is_role)), reach
end

local function place_cells(person, columns, everywhere)
  local at, cells = {}, {}
  for _, name in ipairs(person.locations) do
    at[name] = true
  end
  for index, name in ipairs(columns) do
    cells[index] = (at[name] or at[everywhere])
      and ('<td class="at" title="%s">✓</td>'):format(escaped(name)) or '<td class="off"></td>'
  end
  return table.concat(cells)
end

local function head_of(person)
  return ('<th scope="row"><bdi>%s</bdi><br><small>%s</small>')
    :format(escaped(person.name), escaped(person.email))
end

local function may_of(person)
  return ("%s<small>%d scopes</small>"):format(escaped(person.may), person.scopes)
end

-- With a cell a location.
local function wide_row(person, columns, everywhere)
  local words = table.concat({
    person.type, person.role, table.concat(person.locations, " "),
    table.concat(person.permissions, " "),
  }, " ")
  return ('<tr data-text="%s" data-at="%s">%s</th><td>%s</td><td>%s</td>%s</tr>\n')
    :format(escaped(words), escaped(table.concat(person.locations, "\n")), head_of(person),
      escaped(role_of(person)), may_of(person), place_cells(person, columns, everywhere))
end

-- With the locations in one cell, each a text of its own. What the row says is not said twice.
local function narrow_row(person)
  local words = person.may:find("^everything") and table.concat(person.permissions, " ") or ""
  local places = {}
  for index, name in ipairs(person.locations) do
    places[index] = escaped(name)
  end
  return ('<tr data-text="%s">%s<td>%s<td>%s<td>%s\n')
    :format(escaped(words), head_of(person), escaped(role_of(person)), may_of(person),
      table.concat(places, "<br>"))
end

local function select_field(label, name, values)
  local options = { '<option value="">all</option>' }
  for _, value in ipairs(values) do
    options[#options + 1] = ("<option>%s</option>"):format(escaped(value))
  end
  return ('<label>%s <select name="%s">%s</select></label>')
    :format(label, name, table.concat(options))
end

local function form(locations, roles)
  return '<form hidden><label>Text <input name="text" type="search" autocomplete="off"></label>'
    .. select_field("Location", "place", locations) .. select_field("Role", "role", roles)
    .. "</form>\n"
end

local function foot(columns, reach, everywhere)
  local cells = { '<tfoot><tr><th scope="row" colspan="3">People there</th>' }
  for _, name in ipairs(columns) do
    cells[#cells + 1] = ('<td data-sum>%d</td>'):format(reach[name] + reach[everywhere])
  end
  return table.concat(cells) .. "</tr></tfoot>"
end

---Returns the page.
---
---```lua
---local person = { email = "ana@acme.test", name = "Ana <Alves>", type = "account", role = "user",
---  locations = { "Berlin" }, permissions = { "contacts" }, may = "contacts", scopes = 2 }
---local html = access_page.render(1, function() return person end, "every location")
---assert(html:find("Ana &lt;Alves&gt;", 1, true) and not html:find("<Alves>", 1, true))
---```
---@param count integer how many people there are
---@param person fun(index: integer, is_last: boolean|nil): ghl.AccessEntry asked for each of them
---  twice, the second time with `is_last`
---@param everywhere string the name that stands for all locations
---@return string html
function M.render(count, person, everywhere)
  local locations, roles, reach = totals(count, person, everywhere)
  local is_wide = count <= MOST_PEOPLE and #locations * count <= MOST_CELLS
  local columns = is_wide and locations or { "Locations" }
  local heads = { '<th scope="col">Person</th><th scope="col">Role</th><th scope="col">May</th>' }
  for _, name in ipairs(columns) do
    heads[#heads + 1] = ('<th scope="col" class="%s"><bdi>%s</bdi></th>')
      :format(is_wide and "place" or "places", escaped(name))
  end
  local parts = {
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    "<title>Who reaches what</title>\n<style>\n", STYLE, "</style></head>\n<body>\n",
    ("<h1>Who reaches what</h1>\n<p>%d people, %d locations <output id=\"shown\"></output></p>\n")
      :format(count, #locations),
    form(locations, roles),
    ('<div class="scroll"><table class="%s" data-everywhere="%s"><thead><tr>')
      :format(#columns > MOST_LEVEL and "upright" or "level", escaped(everywhere)),
    table.concat(heads), "</tr></thead>\n<tbody>\n",
  }
  for index = 1, count do
    local one = person(index, true)
    parts[#parts + 1] = is_wide and wide_row(one, columns, everywhere) or narrow_row(one)
  end
  parts[#parts + 1] = "</tbody>" .. (is_wide and foot(columns, reach, everywhere) or "")
    .. "</table></div>\n<script>\n" .. SCRIPT .. "</script>\n</body></html>\n"
  return table.concat(parts)
end

return M
