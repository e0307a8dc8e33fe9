"""What the stand-in does otherwise than HighLevel's OpenAPI documents say, for schemathesis; each
with its reason. The same list for our own validator is Tests/ContractTests/Deviations.swift."""
import schemathesis

# Statuses that the documents leave out.
STATUSES = {
    "403": "a token out of its place (measured)",
    "404": "a path or a method that leads nowhere (measured)",
    "413": "a body over the limit, as the service's gateway has one",
    "422": "a query that validation refuses; only the document of GET /users/ forgets it",
}


@schemathesis.hook
def before_load_schema(context, schema):
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            # PUT and DELETE forget to declare the id that stands in their path.
            names = [parameter["name"] for parameter in operation.setdefault("parameters", [])]
            if "{userId}" in path and "userId" not in names:
                operation["parameters"].append({
                    "name": "userId", "in": "path", "required": True,
                    "schema": {"type": "string"}, "example": "0IHuJvc2ofPAAA8GzTRi"})
            for status, reason in STATUSES.items():
                operation["responses"].setdefault(status, {
                    "description": reason, "content": {"application/json": {"schema": {}}}})
            for parameter in operation.get("parameters", []):
                # Paging travels as text but only digits are taken (measured: 422 for others).
                if parameter["name"] in ("skip", "limit"):
                    parameter["schema"]["pattern"] = "^[0-9]{1,9}$"
                # The documents name the choices in words only; others are refused.
                for name, choices in CHOICES.items():
                    if parameter["name"] == name and parameter["in"] == "query":
                        parameter["schema"]["enum"] = choices
    for name, body in schema["components"]["schemas"].items():
        properties = body.get("properties", {})
        # Answers have an array where the document says string.
        if name in ("UserSchema", "UserSuccessfulResponseDto"):
            properties["scopes"] = {"type": "array", "items": {"type": "string"}}
    return schema


CHOICES = {
    "type": ["account", "agency"],
    "role": ["admin", "user", "agency_admin"],
    "sortDirection": ["asc", "desc"],
}
