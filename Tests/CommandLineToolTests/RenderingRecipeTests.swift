import Engine
import JSON
import Testing

@testable import CommandLineTool

@Suite struct RenderingRecipeTests {
  private let renderer = RecipeRenderer(Samples.plain)

  @Test func `help tells everything that the header says`() {
    let expected = """
      onboard 1.0.0
      Create the people of a list

      Usage: ghlua run onboard PEOPLE [--days INTEGER] [--password SECRET] [--quiet]

      The e-mail is the key. New people are created; of people who exist, what the row
      names is brought up to date.

        - an indented line stays as it is

      Arguments
        PEOPLE      table    One person a row (required; at most 5000 rows)
        --days      integer  How many (1 to 365; default 30)
        --password  secret   First password
        --quiet     flag     Say less

      Columns of people
        email     email             The key (required; each value once)
        location  list of location  Ids or names (required; separated by ;)
        role      enum              (one of user, admin)

      It may
        read users and locations
        create users
        change firstName and locationIds of users

      Limits
        at most 1 create
        at most 5,000 updates
        no delete

      Examples
        ghlua run onboard people.csv --quiet

      """
    #expect(renderer.help(Samples.onboarding, command: "ghlua run onboard") == expected)
  }

  @Test func `a plain script says that it declares nothing`() {
    let script = Samples.recipe(name: "tidy", summary: "", isDeclared: false)
    let expected = """
      tidy 1.0.0

      Usage: ghlua run tidy.lua [--NAME VALUE …] [WORD …]

      It may
        anything: it is a plain script, which declares nothing

      """
    #expect(renderer.help(script, command: "ghlua run tidy.lua") == expected)
  }

  @Test func `the list aligns names and wraps what they are for`() {
    let recipes = [
      Samples.onboarding,
      Samples.recipe(
        summary: "Move a user to another location, out of one of theirs or out of all of them"),
    ]
    let expected = """
      onboard    1.0.0  Create the people of a list
      move-user  1.0.0  Move a user to another location, out of one of theirs or out
                        of all of them

      """
    #expect(renderer.list(recipes) == expected)
    #expect(renderer.list([]) == "There are no recipes here.\n")
    #expect(RecipeRenderer(Samples.coloured).list(recipes).withoutColours == expected)
  }

  @Test func `the schema describes what --input takes`() throws {
    let expected = """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "onboard",
        "description": "Create the people of a list",
        "type": "object",
        "properties": {
          "people": {
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "email": {
                  "type": "string", "format": "email", "description": "The key; each value once"
                },
                "location": {
                  "type": "array",
                  "items": { "type": "string", "description": "a location's id or name" },
                  "description": "Ids or names"
                },
                "role": { "type": "string", "enum": ["user", "admin"] }
              },
              "required": ["email", "location"],
              "additionalProperties": false
            },
            "maxItems": 5000,
            "description": "One person a row"
          },
          "days": {
            "type": "integer", "minimum": 1, "maximum": 365, "default": 30,
            "description": "How many"
          },
          "password": { "type": "string", "writeOnly": true, "description": "First password" },
          "quiet": { "type": "boolean", "description": "Say less" }
        },
        "required": ["people"],
        "additionalProperties": false
      }
      """
    #expect(RecipeSchema.schema(of: Samples.onboarding) == (try JSONValue(parsing: expected)))
  }

  @Test func `the schema of a script takes any object`() throws {
    let schema = RecipeSchema.schema(of: Samples.recipe(name: "", summary: "", isDeclared: false))
    let expected =
      #"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object"}"#
    #expect(schema == (try JSONValue(parsing: expected)))
  }
}
