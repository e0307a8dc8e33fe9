import CSV
import Diagnostics
import HighLevel
import JSON
import LuaRuntime

/// The host functions that the boot chunk works with.
enum HostFunctions {
  /// What reading a header needs.
  static var ofHeader: [HostFunction] {
    [
      // The text of a shipped module, for `compile`.
      HostFunction("source") { call throws(LuaError) in
        .string(try ModuleLoader.shipped(call[0]?.string ?? ""))
      },
      HostFunction("here", wantsPlace: true) { call in .integer(Int64(call.line ?? 0)) },
      HostFunction("fail") { call throws(LuaError) in
        throw LuaError(kind: call[0]?.string ?? "error", message: call[1]?.string ?? "")
      },
      HostFunction("nearest") { call in
        Suggestion.hint(for: call[0]?.string ?? "", in: call[1]?.strings ?? []).map { .string($0) }
      },
    ]
  }

  /// What a run needs.
  static func ofRun(_ session: RunSession) -> [HostFunction] {
    let operations = Operations.all.map { operation in
      HostFunction(suspending: "ghl.\(operation.name)", wantsPlace: true, namesLater: true) {
        call throws(LuaError) in
        try await session.call(operation, call)
      }
    }
    // Of the very size: each run that waits holds it.
    let groups = [operations, ofHeader, context(session), formats, library(session)]
    var all: [HostFunction] = []
    all.reserveCapacity(groups.reduce(0) { $0 + $1.count })
    for group in groups { all += group }
    return all
  }

  /// What library modules and the walk over users need.
  private static func library(_ session: RunSession) -> [HostFunction] {
    [
      HostFunction("module") { call throws(LuaError) in
        try ModuleLoader(folder: session.request.recipe.file.folder).load(call[0]?.string ?? "")
      },
      HostFunction(suspending: "page", wantsPlace: true, namesLater: true) {
        call throws(LuaError) in
        try await session.page(call)
      },
      HostFunction("unknown") { call throws(LuaError) in
        throw session.unknown(call[0]?.string ?? "")
      },
      HostFunction("password") { _ in .string(session.makePassword()) },
      HostFunction("clock") { _ in .integer(session.request.now.milliseconds / 1000) },
    ]
  }

  private static func context(_ session: RunSession) -> [HostFunction] {
    [
      HostFunction("step") { call throws(LuaError) in
        try session.keep(call)
        session.setStep(call[0]?.string)
        return nil
      },
      HostFunction("row_begin") { call in
        session.beginRow(Int(call[0]?.integer ?? 0))
        return nil
      },
      HostFunction("row_end") { call throws(LuaError) in
        try session.keep(call)
        return .string(
          session.endRow(
            call[1]?.string ?? "done", message: call[2]?.string, place: call[3]?.string
          ).rawValue)
      },
      HostFunction("note") { call throws(LuaError) in
        try session.say(.note, call[0]?.string ?? "")
        return nil
      },
      HostFunction("log") { call throws(LuaError) in
        try session.say(.log, call[0]?.string ?? "")
        return nil
      },
      HostFunction("id") { _ in .string(session.nextID()) },
      HostFunction("failure", wantsPlace: true) { call throws(LuaError) in
        throw LuaError(kind: "fail", message: call[0]?.string ?? "")
      },
      HostFunction("skip") { call throws(LuaError) in
        var fields: JSONObject = [:]
        fields["result"] = call[1]
        throw LuaError(kind: "skip", message: call[0]?.string ?? "", fields: fields)
      },
    ]
  }

  /// Values in one text of JSON or CSV, and bytes handed over: no limit of time ends the reading.
  private static let mostValues = 250_000, mostBytes = 4 << 20

  private static func checkSize(of call: HostCall) throws(LuaError) {
    guard call.size > mostBytes else { return }
    throw LuaError(
      kind: "invalid",
      message: "json and csv take \(mostBytes >> 20) MiB at once: work through it in parts")
  }

  /// JSON and CSV; a text that does not parse is `{ message }`.
  private static var formats: [HostFunction] {
    [
      HostFunction("json_decode") { call throws(LuaError) in
        try checkSize(of: call)
        do throws(JSONSyntaxError) {
          let text = call[0]?.string ?? ""
          return ["value": try JSONValue(parsing: text, maximumValues: mostValues)]
        } catch {
          return [
            "message": .string("line \(error.line), column \(error.column): \(error.message)")
          ]
        }
      },
      HostFunction("json_encode") { call throws(LuaError) in
        try checkSize(of: call)
        return .string((call[0] ?? .null).sortedText(pretty: call[1]?.bool ?? false))
      },
      HostFunction("json_array") { call in .array(call[0]?.array ?? []) },
      HostFunction("csv_decode") { call throws(LuaError) in
        try checkSize(of: call)
        return CSVBinding.decode(call[0]?.string ?? "", maximumFields: mostValues)
      },
      HostFunction("csv_encode") { call throws(LuaError) in
        try checkSize(of: call)
        return try CSVBinding.encode(call[0], columns: call[1], maximumFields: mostValues)
      },
    ]
  }
}

extension JSONValue {
  /// The text with the members of objects in the order of their names.
  func sortedText(pretty: Bool) -> String { sorted.text(pretty: pretty) }

  private var sorted: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let object):
      .object(
        JSONObject(
          uniqueMembers: object.sorted.members.map {
            JSONObject.Member(key: $0.key, value: $0.value.sorted)
          }))
    default: self
    }
  }
}
