import JSON

/// What a parameter of an n8n node may hold.
indirect enum NodeShape: Sendable {
  case text, number, flag
  case choice([JSONValue])
  /// Named parameters; each may be left out unless it is among `needed`.
  case object([String: NodeShape], needed: Set<String> = [])
  case list(NodeShape)
  /// One shape or another, by the value of a parameter beside it.
  case when(String, [JSONValue], NodeShape)

  static func choice(_ values: JSONValue...) -> NodeShape { .choice(values) }
}

/// A node type in the version that is exported.
struct NodeType: Sendable {
  var version: JSONValue
  var inputs = 1
  var outputs = 1
  var parameters: [String: NodeShape]
  var needed: Set<String> = []
  /// The kinds of credentials it takes.
  var credentials: Set<String> = []
  /// Whether n8n gives it an address, for which it needs a `webhookId`.
  var isCalled = false
}

/// The parameters of n8n's own nodes, of exactly these versions; from n8n's public sources.
extension NodeType {
  static let all: [String: NodeType] = [
    "manualTrigger": NodeType(version: 1, inputs: 0, parameters: [:]),
    "noOp": NodeType(version: 1, parameters: [:]),
    "stickyNote": NodeType(
      version: 1, inputs: 0, outputs: 0,
      parameters: ["content": .text, "height": .number, "width": .number, "color": .number]),
    "scheduleTrigger": scheduleTrigger, "webhook": webhook, "formTrigger": formTrigger,
    "executeCommand": NodeType(
      version: 1, parameters: ["executeOnce": .flag, "command": .text], needed: ["command"]),
    "ssh": ssh, "httpRequest": httpRequest, "code": code, "if": condition, "wait": wait,
    "stopAndError": NodeType(
      version: 1, outputs: 0,
      parameters: [
        "errorType": .choice("errorMessage", "errorObject"),
        "errorMessage": .when("errorType", ["errorMessage"], .text),
        "errorObject": .when("errorType", ["errorObject"], .text),
      ], needed: ["errorMessage"]),
  ]

  private static let scheduleTrigger = NodeType(
    version: 1.2, inputs: 0,
    parameters: [
      "rule": .object([
        "interval": .list(
          .object([
            "field": .choice(
              "seconds", "minutes", "hours", "days", "weeks", "months", "cronExpression"),
            "expression": .when("field", ["cronExpression"], .text),
            "daysInterval": .when("field", ["days"], .number),
            "triggerAtHour": .when("field", ["days", "weeks", "months"], .number),
            "triggerAtMinute": .when("field", ["hours", "days", "weeks", "months"], .number),
          ]))
      ])
    ])

  private static let webhook = NodeType(
    version: 2, inputs: 0,
    parameters: [
      "multipleMethods": .flag,
      "httpMethod": .choice("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"), "path": .text,
      "authentication": .choice("basicAuth", "headerAuth", "jwtAuth", "none"),
      "responseMode": .choice("onReceived", "lastNode", "responseNode"),
      "responseData": .when(
        "responseMode", ["lastNode"],
        .choice("allEntries", "firstEntryJson", "firstEntryBinary", "noData")),
      "options": .object(["ignoreBots": .flag, "ipWhitelist": .text, "rawBody": .flag]),
    ], needed: ["path"], credentials: ["httpBasicAuth", "httpHeaderAuth", "jwtAuth"],
    isCalled: true)

  private static let fieldTypes: [JSONValue] = [
    "checkbox", "html", "date", "dropdown", "email", "file", "hiddenField", "number", "password",
    "radio", "text", "textarea",
  ]

  private static let formFields = NodeShape.object([
    "values": .list(
      .object(
        [
          "fieldLabel": .text, "fieldType": .choice(fieldTypes), "requiredField": .flag,
          "placeholder": .when(
            "fieldType", ["text", "textarea", "email", "number", "password"], .text),
          "fieldOptions": .when(
            "fieldType", ["dropdown", "radio", "checkbox"],
            .object(["values": .list(.object(["option": .text], needed: ["option"]))])),
          "multiselect": .when("fieldType", ["dropdown"], .flag),
        ], needed: ["fieldLabel", "fieldType"]))
  ])

  private static let formTrigger = NodeType(
    version: 2.2, inputs: 0,
    parameters: [
      "authentication": .choice("basicAuth", "none"), "formTitle": .text,
      "formDescription": .text, "formFields": formFields,
      "responseMode": .choice("onReceived", "lastNode", "responseNode"),
      "options": .object([
        "appendAttribution": .flag, "buttonLabel": .text, "path": .text, "ignoreBots": .flag,
      ]),
    ], needed: ["formTitle"], credentials: ["httpBasicAuth"], isCalled: true)

  private static let ssh = NodeType(
    version: 1,
    parameters: [
      "authentication": .choice("password", "privateKey"), "resource": .choice("command", "file"),
      "operation": .when("resource", ["command"], .choice("execute")),
      "command": .when("operation", ["execute"], .text),
      "cwd": .when("operation", ["execute"], .text),
    ], needed: ["cwd", "command"], credentials: ["sshPassword", "sshPrivateKey"])

  private static let pairs = NodeShape.object([
    "parameters": .list(.object(["name": .text, "value": .text], needed: ["name"]))
  ])

  private static let httpRequest = NodeType(
    version: 4.2,
    parameters: [
      "method": .choice("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"), "url": .text,
      "authentication": .choice("none", "predefinedCredentialType", "genericCredentialType"),
      "genericAuthType": .when("authentication", ["genericCredentialType"], .text),
      "sendQuery": .flag, "specifyQuery": .choice("keypair", "json"),
      "queryParameters": .when("sendQuery", [true], pairs), "sendHeaders": .flag,
      "specifyHeaders": .choice("keypair", "json"),
      "headerParameters": .when("sendHeaders", [true], pairs), "sendBody": .flag,
      "contentType": .when(
        "sendBody", [true],
        .choice("form-urlencoded", "multipart-form-data", "json", "binaryData", "raw")),
      "specifyBody": .when("contentType", ["json"], .choice("keypair", "json")),
      "bodyParameters": pairs, "jsonBody": .when("specifyBody", ["json"], .text),
      "options": .object([
        "timeout": .number,
        "response": .object([
          "response": .object([
            "fullResponse": .flag, "neverError": .flag,
            "responseFormat": .choice("autodetect", "file", "json", "text"),
          ])
        ]),
      ]),
    ], needed: ["url"], credentials: ["httpHeaderAuth", "httpBasicAuth", "httpQueryAuth"])

  private static let code = NodeType(
    version: 2,
    parameters: [
      "mode": .choice("runOnceForAllItems", "runOnceForEachItem"),
      "language": .choice("javaScript", "python"), "jsCode": .text,
    ], needed: ["jsCode"])

  private static let condition = NodeType(
    version: 2.2, outputs: 2,
    parameters: [
      "conditions": .object(
        [
          "options": .object(
            [
              "caseSensitive": .flag, "leftValue": .text,
              "typeValidation": .choice("strict", "loose"), "version": .choice(2),
            ], needed: ["version"]),
          "conditions": .list(
            .object(
              [
                "id": .text, "leftValue": .text, "rightValue": .text,
                "operator": .object(
                  [
                    "type": .choice("string", "number", "dateTime", "boolean", "array", "object"),
                    "operation": .choice("equals", "notEquals", "true", "false", "gt", "lt"),
                    "singleValue": .flag,
                  ], needed: ["type", "operation"]),
              ], needed: ["leftValue", "operator"])),
          "combinator": .choice("and", "or"),
        ], needed: ["options", "conditions", "combinator"]),
      "looseTypeValidation": .flag, "options": .object(["ignoreCase": .flag]),
    ], needed: ["conditions"])

  private static let wait = NodeType(
    version: 1.1,
    parameters: [
      "resume": .choice("timeInterval", "specificTime", "webhook", "form"),
      "amount": .when("resume", ["timeInterval"], .number),
      "unit": .when("resume", ["timeInterval"], .choice("seconds", "minutes", "hours", "days")),
      "incomingAuthentication": .choice("basicAuth", "headerAuth", "jwtAuth", "none"),
      "formTitle": .when("resume", ["form"], .text),
      "formDescription": .when("resume", ["form"], .text),
      "formFields": .when("resume", ["form"], formFields),
      "responseMode": .when(
        "resume", ["webhook", "form"], .choice("onReceived", "lastNode", "responseNode")),
      "limitWaitTime": .when("resume", ["webhook", "form"], .flag),
      "limitType": .when(
        "limitWaitTime", [true], .choice("afterTimeInterval", "atSpecifiedTime")),
      "resumeAmount": .when("limitType", ["afterTimeInterval"], .number),
      "resumeUnit": .when(
        "limitType", ["afterTimeInterval"], .choice("seconds", "minutes", "hours", "days")),
      "options": .object(["webhookSuffix": .text, "appendAttribution": .flag]),
    ], isCalled: true)
}
