-- All ways to put ten queens on a board: recursion and closures.
local n, found = 10, 0
local function place(board, row)
  if row > n then
    found = found + 1
    return
  end
  for column = 1, n do
    local free = true
    for before = 1, row - 1 do
      local other = board[before]
      if other == column or other - before == column - row or other + before == column + row then
        free = false
        break
      end
    end
    if free then
      board[row] = column
      place(board, row + 1)
    end
  end
end
place({}, 1)
return found
