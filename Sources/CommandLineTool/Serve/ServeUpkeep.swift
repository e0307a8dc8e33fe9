import ArgumentParser
import DaemonStore
import Diagnostics
import Files
import FoundationEssentials
import JSON
import Settings

/// `ghlua serve backup FILE`
struct ServeBackup: ParsableCommand, LongCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the store into a file, also while it is served.",
    discussion: """
      To restore: stop 'ghlua serve', put the copy in the place of the store, and start again. The \
      journals of applies are in the folder of runs; copy that too. PostgreSQL has pg_dump.

      EXAMPLES: ghlua serve backup /backup/serve.db
                ghlua serve backup today.db --store serve.db
      """)

  @Argument(help: "The file to make.") var file: String
  @Option(help: "The store; that of the settings unless given.") var store: String?
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) async throws(Problem) -> Int32 {
    guard !FileManager.default.fileExists(atPath: file) else {
      throw Problem(
        .error, "there is a file '\(file)' already", hint: "name another, or remove it first")
    }
    let settings = try Settings.load(environment: world.environment)
    let address = try ServeStore.address(store, settings, world)
    guard address.contains("://") || FileManager.default.fileExists(atPath: address) else {
      throw Problem(.error, "there is no store '\(address)'", hint: "name it with --store")
    }
    let store = try await ServeStore.open(address)
    do throws(StoreError) { try await store.backup(to: file) } catch {
      await store.close()
      throw error.problem
    }
    await store.close()
    if output.json {
      output.print(["schema": "ghlua.backup/1", "ok": true, "file": .string(file)])
    } else {
      output.print("\(address) was copied to \(file)")
    }
    return 0
  }
}

/// `ghlua serve unit`
struct ServeUnit: ParsableCommand, InstantCommand {
  static let configuration = CommandConfiguration(
    commandName: "unit", abstract: "Print a systemd unit that serves, with little it may do.",
    discussion: """
      EXAMPLE: ghlua serve unit | sudo tee /etc/systemd/system/ghlua.service
      """)

  @Option(help: "The program.") var program: String = "/usr/local/bin/ghlua"
  @Option(help: "The folder with ghlua.toml and recipes.") var folder: String = "/etc/ghlua"
  @OptionGroup(title: "Output") var flags: OutputFlags

  func perform(in world: World, _ output: Output) throws(Problem) -> Int32 {
    for path in [program, folder] where !path.hasPrefix("/") || path.contains(where: \.isWhitespace)
    {
      throw Problem(.usage, "'\(path)' must be a whole path without spaces")
    }
    let unit = Self.unit(program: program, folder: folder)
    if output.json {
      output.print(["schema": "ghlua.unit/1", "ok": true, "unit": .string(unit)])
    } else {
      output.print(unit)
    }
    return 0
  }

  /// Recipes run in worker processes with walls of their own, so user namespaces are not needed and
  /// system calls are narrowed to those of a service.
  private static func unit(program: String, folder: String) -> String {
    """
    [Unit]
    Description=ghlua serve
    After=network-online.target
    Wants=network-online.target

    [Service]
    Type=exec
    ExecStart=\(program) serve
    ExecReload=/bin/kill -HUP $MAINPID
    WorkingDirectory=\(folder)
    Restart=on-failure
    RestartSec=2
    TimeoutStopSec=30
    KillMode=mixed

    DynamicUser=yes
    StateDirectory=ghlua
    Environment=HOME=/var/lib/ghlua XDG_STATE_HOME=/var/lib
    # LoadCredential=highlevel:/etc/ghlua/token
    # Environment=GHLUA_TOKEN_FILE=%d/highlevel
    UMask=0077
    LimitCORE=0
    LimitNOFILE=16384

    NoNewPrivileges=yes
    CapabilityBoundingSet=
    AmbientCapabilities=
    ProtectSystem=strict
    ProtectHome=yes
    PrivateTmp=yes
    PrivateDevices=yes
    ProtectClock=yes
    ProtectHostname=yes
    ProtectKernelLogs=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    ProtectControlGroups=yes
    ProtectProc=invisible
    RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
    RestrictNamespaces=yes
    RestrictRealtime=yes
    RestrictSUIDSGID=yes
    LockPersonality=yes
    RemoveIPC=yes
    SystemCallArchitectures=native
    SystemCallFilter=@system-service seccomp landlock_create_ruleset landlock_add_rule
    SystemCallFilter=landlock_restrict_self
    SystemCallErrorNumber=1

    [Install]
    WantedBy=multi-user.target

    """
  }
}
