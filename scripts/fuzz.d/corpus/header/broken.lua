return recipe {
  name = "give-phone", version = "1.0.0", summary = "Give a phone",
  params = { p.user "user" { "Who", 