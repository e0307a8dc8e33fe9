// swift-tools-version:6.2
import PackageDescription

/// Every Swift target is built under the same strict rules.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target of our own; arrows only point down (scripts/check-layers).
func layer(
  _ name: String, _ dependencies: [Target.Dependency], plugins: [Target.PluginUsage] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, swiftSettings: strict,
    plugins: plugins.isEmpty ? nil : plugins)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "ghlua",
  products: [
    .executable(name: "ghlua", targets: ["ghlua"]),
    .library(
      name: "Engine", targets: ["Engine", "Planning", "MockBackend", "HighLevel", "JSON"]),
  ],
  traits: [
    .trait(
      name: "PostgreSQL",
      description: "The store of many daemons; needs libpq's header, and libpq.so.5 when it is used"
    ),
    .default(enabledTraits: ["PostgreSQL"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    // Its default traits would bring all of Foundation, with 30 MB of ICU's tables.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
  ],
  targets: [
    // L0: C
    .systemLibrary(
      name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
    .target(
      name: "CLuaBridge", dependencies: ["CLua"],
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-fno-common"])]),
    .target(
      name: "CWorker", dependencies: ["CLua", "CLuaBridge"],
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-fno-common"])]),
    .target(
      name: "CPosix", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-fno-common"])]),
    // The archive of SQLite, as loading the library would take every start its time.
    .target(
      name: "CSQL",
      cSettings: [
        .define("GHLUA_POSTGRESQL", .when(traits: ["PostgreSQL"])),
        .unsafeFlags(["-Wall", "-Wextra", "-Werror", "-fno-common"]),
      ],
      linkerSettings: [
        .unsafeFlags(["-Xlinker", "-l:libsqlite3.a"]), .linkedLibrary("m"), .linkedLibrary("dl"),
      ]),
    // L1: data and rules, no I/O
    layer("JSON", []),
    layer("CSV", []),
    layer("Diagnostics", []),
    layer("HighLevel", ["Diagnostics", "JSON"]),
    layer("Files", ["CPosix", "Diagnostics"]),
    layer("Cron", ["Diagnostics", "HighLevel"]),
    layer("SQL", ["CSQL"]),
    layer("LuaSyntax", []),
    // L2: one boundary each
    layer("LuaRuntime", ["CLuaBridge", "CWorker", "JSON"]),
    layer("MockBackend", ["CPosix", "Diagnostics", "HighLevel", "JSON"]),
    layer("Stdlib", [], plugins: ["EmbedLuaPlugin"]),
    layer(
      "HTTPBackend",
      [
        "Diagnostics", "HighLevel", "JSON",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    layer("Recording", ["Diagnostics", "Files", "HighLevel", "JSON"]),
    layer(
      "Settings",
      [
        "Cron", "Diagnostics", "Files", "JSON", .product(name: "TOMLKit", package: "TOMLKit"),
      ]),
    layer("DaemonStore", ["Diagnostics", "HighLevel", "SQL"]),
    layer(
      "Webhooks",
      [
        "Diagnostics", "HighLevel", "JSON", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    // L3: what is written, and how; knows no Lua
    layer(
      "Planning",
      [
        "Diagnostics", "Files", "HighLevel", "JSON",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    // L3: who is asking
    layer("Tokens", ["CPosix", "Diagnostics", "Files", "HTTPBackend", "HighLevel", "JSON"]),
    // L4: recipes
    layer(
      "Engine",
      ["CPosix", "CSV", "Diagnostics", "HighLevel", "JSON", "LuaRuntime", "Planning", "Stdlib"]),
    layer("Runs", ["CPosix", "CSV", "Diagnostics", "Files", "HighLevel", "JSON", "Planning"]),
    layer(
      "MockServer",
      [
        "Diagnostics", "HighLevel", "JSON", "MockBackend",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    // What runs by the clock
    layer(
      "Scheduler",
      ["Cron", "DaemonStore", "Diagnostics", "HighLevel", "JSON", "Planning", "Settings"]),
    layer(
      "Server",
      [
        "DaemonStore", "Diagnostics", "HighLevel", "JSON", "Planning", "Webhooks",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
    // L5: the command line
    layer(
      "CommandLineTool",
      [
        "CPosix", "CSV", "Cron", "DaemonStore", "Diagnostics", "Engine", "Files", "HTTPBackend",
        "HighLevel", "JSON", "LuaRuntime", "LuaSyntax", "MockBackend", "MockServer", "Planning",
        "Recording", "Runs", "Scheduler", "Server", "Settings", "Stdlib", "Tokens", "Webhooks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    // A fixed address and no table of exported symbols: a start relocates and looks up nothing.
    .executableTarget(
      name: "ghlua", dependencies: ["CommandLineTool"], swiftSettings: strict,
      linkerSettings: [
        .unsafeFlags(
          ["-Xlinker", "--no-export-dynamic", "-Xclang-linker", "-no-pie"],
          .when(configuration: .release))
      ]),
    // L6: what it costs; see scripts/bench
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CPosix", "Diagnostics", "Engine", "HTTPBackend", "HighLevel", "JSON", "LuaRuntime",
        "MockBackend", "Planning", "Runs", "Stdlib",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: strict),
    // What one process of scripts/check-store does
    .executableTarget(
      name: "StoreTrial",
      dependencies: [
        "CPosix", "Cron", "DaemonStore", "Diagnostics", "HighLevel", "Planning", "Scheduler",
        "Settings",
      ],
      swiftSettings: strict),
    // What reads bytes from outside, looked at with any bytes; see scripts/fuzz
    .target(
      name: "CFuzz", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-fno-common"])]),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CFuzz", "CSV", "Diagnostics", "Engine", "HighLevel", "JSON", "LuaRuntime", "MockBackend",
        "Planning",
      ], swiftSettings: strict),
    // Build tools: stdlib/ goes into the binary
    .executableTarget(name: "EmbedLua", swiftSettings: strict),
    .plugin(
      name: "EmbedLuaPlugin", capability: .buildTool(), dependencies: ["EmbedLua"],
      path: "Sources/EmbedLuaPlugin"),
    // Tests
    tests("JSONTests", ["JSON"]),
    tests("CSVTests", ["CSV"]),
    tests("DiagnosticsTests", ["Diagnostics"]),
    tests("LuaSyntaxTests", ["LuaSyntax"]),
    tests("HighLevelTests", ["HighLevel", "JSON"]),
    tests(
      "LuaRuntimeTests", ["CLua", "CLuaBridge", "CWorker", "LuaRuntime", "JSON"],
      resources: [
        .copy("Hostile"), .copy("library-cases.lua"), .copy("matcher-cases.lua"),
        .copy("representative.lua"),
      ]),
    tests("FuzzTests", ["Fuzz"]),
    tests("StdlibTests", ["Stdlib"]),
    .testTarget(
      name: "CommandLineToolTests",
      dependencies: [
        "CommandLineTool", "Diagnostics", "Engine", "Files", "HTTPBackend", "HighLevel", "JSON",
        "MockBackend", "MockServer", "Planning", "Recording", "Runs", "Settings", "Stdlib",
        "Tokens",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    tests("MockBackendTests", ["Diagnostics", "MockBackend", "HighLevel", "JSON"]),
    tests("PlanningTests", ["Diagnostics", "Planning", "MockBackend", "HighLevel", "JSON"]),
    tests(
      "HTTPBackendTests",
      [
        "Diagnostics", "HTTPBackend", "HighLevel", "JSON", "MockBackend", "MockServer",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ], resources: [.copy("Certificates")]),
    tests("RecordingTests", ["Diagnostics", "HighLevel", "JSON", "MockBackend", "Recording"]),
    tests("SQLTests", ["SQL"]),
    tests("CronTests", ["Cron", "Diagnostics", "HighLevel"]),
    tests("DaemonStoreTests", ["DaemonStore", "Diagnostics", "HighLevel", "SQL"]),
    tests("SettingsTests", ["Cron", "Diagnostics", "JSON", "Settings"]),
    tests(
      "SchedulerTests",
      ["Cron", "DaemonStore", "Diagnostics", "HighLevel", "Scheduler", "Settings"]),
    tests(
      "ServerTests",
      [
        "DaemonStore", "Diagnostics", "HighLevel", "JSON", "Server", "Webhooks",
        .product(name: "Logging", package: "swift-log"),
      ], resources: [.copy("fusionauth-event.json")]),
    tests(
      "WebhooksTests",
      [
        "Diagnostics", "HighLevel", "JSON", "Webhooks",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
      ]),
    tests(
      "TokensTests",
      [
        "Diagnostics", "Files", "HTTPBackend", "HighLevel", "JSON", "MockBackend", "MockServer",
        "Tokens",
      ]),
    tests(
      "RunsTests",
      ["Diagnostics", "HighLevel", "JSON", "MockBackend", "Planning", "Runs"]),
    tests(
      "MockServerTests",
      [
        "Diagnostics", "HighLevel", "JSON", "MockBackend", "MockServer",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    tests(
      "ContractTests",
      ["HTTPBackend", "HighLevel", "JSON", "MockBackend", "MockServer", "Planning"]),
    tests(
      "EngineTests",
      [
        "CSV", "Diagnostics", "Engine", "HighLevel", "JSON", "LuaRuntime", "MockBackend",
        "Planning", "Stdlib",
      ]),
  ]
)
