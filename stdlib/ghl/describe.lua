-- A recipe's header as plain data.

---Turns what a header holds into data: functions become `{ ["$function"] = true }`.
local function plain(value, depth)
  local kind = type(value)
  if kind == "function" then
    return { ["$function"] = true }
  elseif kind ~= "table" then
    return value
  elseif depth > 40 then
    error("the header contains itself", 0)
  end
  local copy = {}
  local is_parameter = value.kind == "param" and type(value.options) == "table"
  for key, item in pairs(value) do
    if not (is_parameter and key == "options") then
      copy[key] = plain(item, depth + 1)
    end
  end
  if is_parameter then
    copy.positional, copy.named = {}, {}
    for key, item in pairs(value.options) do
      if math.type(key) == "integer" then
        copy.positional[#copy.positional + 1] = plain(item, depth + 1)
      else
        copy.named[tostring(key)] = plain(item, depth + 1)
      end
    end
  end
  return copy
end

---@param value { line: integer, fields: table } what `recipe { … }` gave
---@param with_tests boolean whether tests and fixtures are wanted too
---@return { line: integer, fields: table }
return function(value, with_tests)
  local fields = {}
  for key, item in pairs(value.fields) do
    local heavy = key == "tests" or key == "fixtures"
    fields[tostring(key)] = (heavy and not with_tests) and {} or plain(item, 0)
  end
  return { line = value.line, fields = fields }
end
