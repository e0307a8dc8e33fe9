-- The host functions that library modules use.

---`nil, message` for text that does not parse, as library functions answer.
local function decoder(decode)
  return function(text)
    local answer = decode(text)
    if answer.message then
      return nil, answer.message
    end
    return answer.value
  end
end

---@param host table all of the host's functions; a header's state has only some of them
---@return table
return function(host)
  return {
    json_decode = decoder(host.json_decode), json_encode = host.json_encode,
    json_array = host.json_array, csv_decode = decoder(host.csv_decode),
    csv_encode = host.csv_encode, password = host.password, clock = host.clock,
    nearest = host.nearest,
  }
end
