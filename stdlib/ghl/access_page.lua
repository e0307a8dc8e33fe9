-- The HTML page of `audit-access`: people by locations, in one file that loads nothing.

local M = {}

-- Beyond this many cells the locations are written out instead of having a column each.
local MOST_CELLS = 200000

local STYLE = [[
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --mark: #0a7d43 }
@media (prefers-color-scheme: dark) { :root { --mark: #5ad392 } }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem auto; padding: 0 1rem;
  max-width: 90rem }
h1 { font-size: 1.4rem; margin: 0 0 .2rem }
p { margin: 0 0 1rem; opacity: .8 }
input { font: inherit; padding: .4rem .6rem; width: min(24rem, 100%); box-sizing: border-box }
.scroll { overflow-x: auto; margin-top: 1rem }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .6rem; text-align: start;
  vertical-align: top; unicode-bidi: isolate }
thead th { position: sticky; top: 0; background: Canvas; white-space: nowrap }
tbody tr:hover { background: var(--soft) }
td.at { text-align: center; color: var(--mark); font-weight: 700 }
td small { display: block; opacity: .7 }
th small { font-weight: 400; opacity: .8 }
.none { opacity: .6 }
@media print { input, label { display: none } body { max-width: none; font-size: 11px }
  thead th { position: static } tr { break-inside: avoid } }
]]

-- Without scripts the page shows everybody; with them it filters as one types.
local SCRIPT = [[
const field = document.querySelector("input");
const rows = [...document.querySelectorAll("tbody tr")];
const count = document.querySelector("output");
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const hit = words.every((word) => row.dataset.text.includes(word));
    row.hidden = !hit;
    shown += hit;
  }
  count.textContent = shown + " of " + rows.length;
});
field.closest("label").hidden = false;
]]

local ENTITIES = {
  ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;",
}

local function escaped(value)
  return (tostring(value):gsub("[&<>\"']", ENTITIES))
end

local function all_locations(people, everywhere)
  local names, seen = {}, {}
  for _, person in ipairs(people) do
    for _, name in ipairs(person.locations) do
      if not seen[name] and name ~= everywhere then
        seen[name] = true
        names[#names + 1] = name
      end
    end
  end
  table.sort(names)
  return names
end

local function place_cells(person, columns, everywhere)
  local at, cells = {}, {}
  for _, name in ipairs(person.locations) do
    at[name] = true
  end
  for index, name in ipairs(columns) do
    cells[index] = (at[name] or at[everywhere])
      and ('<td class="at" title="%s">✓</td>'):format(escaped(name)) or "<td></td>"
  end
  return table.concat(cells)
end

local function row(person, columns, everywhere)
  local words = table.concat({
    person.email, person.name, person.type, person.role, table.concat(person.locations, " "),
    table.concat(person.permissions, " "),
  }, " "):lower()
  local may = #person.permissions > 0 and escaped(table.concat(person.permissions, ", "))
    or '<span class="none">nothing</span>'
  local places = columns and place_cells(person, columns, everywhere)
    or ("<td>%s</td>"):format(escaped(table.concat(person.locations, ", ")))
  return ('<tr data-text="%s"><th scope="row"><bdi>%s</bdi><br><small>%s</small></th>'
    .. "<td>%s %s</td><td>%s<small>%d scopes</small></td>%s</tr>\n")
    :format(escaped(words), escaped(person.name), escaped(person.email), escaped(person.type),
      escaped(person.role), may, person.scopes, places)
end

---Returns the page.
---
---```lua
---local person = { email = "ana@acme.test", name = "Ana <Alves>", type = "account", role = "user",
---  locations = { "Berlin" }, permissions = { "contacts" }, scopes = 2, allowed = true }
---local html = access_page.render({ person }, "every location")
---assert(html:find("Ana &lt;Alves&gt;", 1, true) and not html:find("<Alves>", 1, true))
---```
---@param people ghl.AccessEntry[]
---@param everywhere string the name that stands for all locations
---@return string html
function M.render(people, everywhere)
  local locations = all_locations(people, everywhere)
  local columns = #locations * #people <= MOST_CELLS and locations or nil
  local heads = { '<th scope="col">Person</th><th scope="col">Role</th><th scope="col">May</th>' }
  for _, name in ipairs(columns or { "Locations" }) do
    heads[#heads + 1] = ('<th scope="col"><bdi>%s</bdi></th>'):format(escaped(name))
  end
  local parts = {
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    "<title>Who reaches what</title>\n<style>\n", STYLE, "</style></head>\n<body>\n",
    ("<h1>Who reaches what</h1>\n<p>%d people, %d locations</p>\n"):format(#people, #locations),
    '<label hidden>Filter: <input type="search" autocomplete="off"> <output></output></label>\n',
    '<div class="scroll"><table><thead><tr>', table.concat(heads), "</tr></thead>\n<tbody>\n",
  }
  for _, person in ipairs(people) do
    parts[#parts + 1] = row(person, columns, everywhere)
  end
  parts[#parts + 1] = "</tbody></table></div>\n<script>\n" .. SCRIPT
    .. "</script>\n</body></html>\n"
  return table.concat(parts)
end

return M
