return recipe {
  name    = "reset-password",
  version = "1.0.0",
  summary = "Give a user a new password",
  doc     = [[
The password is in no plan, log or error, and the recipe itself never sees it. It needs at least 12
characters; the service's strictest rule also wants a lower-case and an upper-case letter, a digit
and a special character. It cannot be read back, so this run cannot be undone.
]],

  examples = {
    "reset-password john@deo.com env:NEW_PASSWORD",
    "reset-password john@deo.com file:password.txt",
  },

  params = {
    p.user   "user"     { "Whose: id, e-mail or full name", arg = 1 },
    p.secret "password" {
      "The new one; env:NAME or file:PATH keeps it out of the command line", arg = 2, min = 12,
    },
  },

  can    = { "users.read", "users.update(password)" },
  limits = { update = 1 },

  run = function(args)
    ghl.users.update(args.user.id, { password = args.password })
    return { user = args.user.email, outcome = "updated" }
  end,

  tests = {
    test "sends the new password" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", password = "Fresh-Start-2026" },
      expect = { result = { user = "ana@acme.test", outcome = "updated" } },
    },
    test "refuses a short one" {
      given  = "two-locations",
      args   = { user = "ana@acme.test", password = "Short-1" },
      expect = { error = "12" },
    },
  },
}
