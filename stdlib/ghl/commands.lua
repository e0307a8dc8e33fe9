-- What the boot chunk does besides running recipes; few states do more than one of these.

---@param boot table the parts of the boot chunk that these are made of
---@return table commands by name
return function(boot)
  local base = _G
  local M = {}

  ---The header of a file as data; without tests and fixtures unless asked.
  function M.header(source, chunk_name, with_tests)
    local value = boot.evaluate(source, chunk_name, (boot.strict_environment()))
    if type(value) ~= "table" or value.kind ~= "recipe" then
      boot.host.fail("no-recipe", "the file does not return recipe { … }")
    end
    return require "ghl.describe"(value, with_tests)
  end

  ---A file that returns data, such as a fixture.
  function M.data(source, chunk_name)
    return boot.evaluate(source, chunk_name, (boot.strict_environment()))
  end

  ---The globals of a plain script, which are its own affair.
  local function script_environment(args, info)
    local environment = {}
    for name, item in pairs(base) do
      environment[name] = item
    end
    environment._G = environment
    boot.open_run(environment)
    environment.args = args
    environment.ctx = boot.make_context(args, info)
    return environment
  end

  ---Runs a plain script.
  function M.script(source, chunk_name, args, info)
    return boot.evaluate(source, chunk_name, script_environment(args, info))
  end

  local console

  ---What a console asks for; its variables stay from one call to the next.
  function M.console(action, info, ...)
    console = console or require "ghl.console"(boot.compile, script_environment({}, info))
    return console[action](...)
  end

  return M
end
