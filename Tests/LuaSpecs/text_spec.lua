local text = require "text"

return {
  ["trim removes white space at both ends only"] = function(t)
    t.equal(text.trim("\t Ana  Lee \r\n"), "Ana  Lee")
    t.equal(text.trim(" \n "), "")
    t.equal(text.trim(""), "")
  end,

  ["split takes its separator literally and keeps empty parts"] = function(t)
    t.same(text.split("a.b..c", "."), { "a", "b", "", "c" })
    t.same(text.split("a;", ";"), { "a", "" })
    t.same(text.split("one", ", "), { "one" })
    t.same(text.split("", ";"), {})
  end,

  ["split can trim the parts and leave the empty ones out"] = function(t)
    t.same(text.split(" Berlin ;; Lisbon; ", ";", { trim = true }), { "Berlin", "Lisbon" })
  end,

  ["split needs a separator"] = function(t)
    t.raises(function() text.split("abc", "") end, "separator")
  end,

  ["starts_with and ends_with know the empty text"] = function(t)
    t.equal(text.starts_with("abc", "ab"), true)
    t.equal(text.starts_with("abc", "abcd"), false)
    t.equal(text.starts_with("abc", ""), true)
    t.equal(text.ends_with("abc", "bc"), true)
    t.equal(text.ends_with("abc", "xabc"), false)
    t.equal(text.ends_with("abc", ""), true)
  end,

  ["title_case leaves letters beyond ASCII as they are"] = function(t)
    t.equal(text.title_case("ANA maria"), "Ana Maria")
    t.equal(text.title_case("mary o'neil-smith"), "Mary O'neil-Smith")
    t.equal(text.title_case("INês CÔRTE"), "Inês CÔrte")
  end,

  ["is_email wants a name, one @ and a domain with a dot"] = function(t)
    for _, good in ipairs({ "a@b.c", "ana.lee+x@mail.acme.test", "ana@exämple.test" }) do
      t.equal(text.is_email(good), true)
    end
    local wrong = {
      "", "ana", "ana@", "@acme.test", "ana@acme", "a b@acme.test", "ana@@acme.test",
      "ana@acme.", "ana@.test", "ana@acme..test", "ana@acme.test ",
    }
    for _, bad in ipairs(wrong) do
      t.equal(text.is_email(bad), false)
    end
  end,

  ["normalise_email gives the address as it is compared, or a problem"] = function(t)
    t.equal(text.normalise_email("  Ana@ACME.test\n"), "ana@acme.test")
    local email, problem = text.normalise_email("ana at acme")
    t.equal(email, nil)
    t.equal(problem.kind, "not-an-email")
    t.equal(problem.message, '"ana at acme" is not an e-mail')
  end,

  ["slug keeps letters and digits with single dashes between"] = function(t)
    t.equal(text.slug("  Berlin -- Mitte (2)!"), "berlin-mitte-2")
    t.equal(text.slug("!?"), "")
  end,

  ["pad counts characters and never shortens"] = function(t)
    t.equal(text.pad("Zoë", 5), "Zoë  ")
    t.equal(text.pad("Zoë", 5, "right"), "  Zoë")
    t.equal(text.pad("Zoë", 6, "centre"), " Zoë  ")
    t.equal(text.pad("Zoë", 2), "Zoë")
    t.raises(function() text.pad("a", 3, "middle") end, "middle")
  end,

  ["lines takes both kinds of line end"] = function(t)
    t.same(text.lines("one\r\ntwo\n\nfour\n"), { "one", "two", "", "four" })
    t.same(text.lines("one"), { "one" })
    t.same(text.lines("\n"), { "" })
    t.same(text.lines(""), {})
  end,
}
