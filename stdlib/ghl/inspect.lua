-- Values as people read them at a prompt: Lua source as far as there is one.

local WIDTH, DEEPEST, MOST_INSIDE, MOST = 76, 6, 12, 500

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat
  return then true until while]]):gmatch("%a+") do
  KEYWORDS[word] = true
end

local function quoted(text)
  local shown = text:gsub('[%c"\\]', function(char)
    if char == "\n" then
      return "\\n"
    elseif char == "\t" then
      return "\\t"
    elseif char == '"' or char == "\\" then
      return "\\" .. char
    end
    return ("\\%d"):format(char:byte())
  end)
  return '"' .. shown .. '"'
end

local function key_text(key)
  if type(key) == "string" and key:find("^[%a_][%w_]*$") and not KEYWORDS[key] then
    return key
  end
  return "[" .. (type(key) == "string" and quoted(key) or tostring(key)) .. "]"
end

local show

---The parts of a table, each as it stands between the braces.
local function parts_of(value, depth, seen)
  local parts, count, most = {}, 0, depth > 1 and MOST_INSIDE or MOST
  local length = #value
  local function add(text)
    count = count + 1
    if count <= most then
      parts[count] = text()
    end
  end
  for index = 1, length do
    add(function() return show(value[index], depth + 1, seen) end)
  end
  for key, item in next, value do
    if not (math.type(key) == "integer" and key >= 1 and key <= length) then
      add(function() return key_text(key) .. " = " .. show(item, depth + 1, seen) end)
    end
  end
  if count > most then
    parts[most + 1] = ("… %d more"):format(count - most)
  end
  return parts
end

local function table_text(value, depth, seen)
  if seen[value] then
    return "{ … }"
  elseif depth > DEEPEST then
    return next(value) == nil and "{}" or "{ … }"
  end
  seen[value] = true
  local parts = parts_of(value, depth, seen)
  seen[value] = nil
  if #parts == 0 then
    return "{}"
  end
  local line = "{ " .. table.concat(parts, ", ") .. " }"
  local indent = ("  "):rep(depth)
  if #line + #indent <= WIDTH and not line:find("\n", 1, true) then
    return line
  end
  return "{\n" .. indent .. table.concat(parts, ",\n" .. indent) .. ",\n" .. ("  "):rep(depth - 1)
    .. "}"
end

function show(value, depth, seen)
  if value == null then
    return "null"
  elseif type(value) == "string" then
    return quoted(value)
  elseif type(value) ~= "table" then
    return tostring(value)
  end
  return table_text(value, depth, seen)
end

---The text of a value; what is deep or long inside is cut, and marked with `…`.
---@param value any
---@return string
return function(value)
  return show(value, 1, {})
end
