import Diagnostics
import Engine
import HighLevel
import Runs
import Stdlib

/// What can stand at the end of a command line.
struct Suggestions {
  /// What a shell offers.
  struct Offer {
    var value: String
    var help = ""
  }

  /// Whether the shell should offer files too.
  private(set) var files = false
  private(set) var offers: [Offer] = []

  private let world: World
  private let current: String

  /// - Parameters:
  ///   - words: What stands before, without the program's name.
  ///   - current: What there is of the word that is being typed.
  init(after words: [String], current: String, in world: World) async {
    (self.world, self.current) = (world, current)
    switch words.first {
    case "run", "plan": await addRun(Array(words.dropFirst()), command: words[0])
    default: await add(words, CommandTree.root)
    }
    let start = current
    offers = offers.filter { $0.value.hasPrefix(start) }
  }

  // MARK: Commands of the parser

  private mutating func add(_ words: [String], _ root: CommandTree) async {
    var tree = root
    var rest = words[...]
    var placed: [String] = []
    var open: CommandTree.Option?
    while let word = rest.popFirst() {
      if open != nil {
        open = nil
      } else if word.hasPrefix("-") {
        let option = tree.options.first { $0.names.contains(word) }
        open = option?.takesValue == true ? option : nil
      } else if placed.isEmpty, let next = tree.commands.first(where: { $0.name == word }) {
        tree = next
      } else {
        placed.append(word)
      }
    }
    if let open { return await addValues(of: open.names.last ?? "", open.values, words) }
    if let (name, option) = inline(tree) {
      await addValues(of: name, option.values, words)
      return prefix("\(name)=")
    }
    if current.hasPrefix("-") { return addOptions(of: tree) }
    if !tree.commands.isEmpty, placed.isEmpty {
      offers += tree.commands.map { Offer(value: $0.name, help: $0.help) }
    }
    let place =
      placed.count < tree.places.count
      ? tree.places[placed.count] : tree.repeats ? tree.places.last : nil
    if let place { await addPlace(place, of: tree.name) }
  }

  private func inline(_ tree: CommandTree) -> (String, CommandTree.Option)? {
    guard current.hasPrefix("--"), let end = current.firstIndex(of: "=") else { return nil }
    let name = String(current[..<end])
    return tree.options.first { $0.takesValue && $0.names.contains(name) }.map { (name, $0) }
  }

  private mutating func prefix(_ text: String) {
    for index in offers.indices { offers[index].value = text + offers[index].value }
  }

  private mutating func addOptions(of tree: CommandTree) {
    for option in tree.options {
      let names =
        current.hasPrefix("--") ? option.names.filter { $0.hasPrefix("--") } : option.names
      offers += names.map { Offer(value: $0, help: option.help) }
    }
    offers.append(Offer(value: "--help", help: "Show help information."))
  }

  private mutating func addPlace(_ place: String, of command: String) async {
    switch place {
    case "recipe", "recipes":
      await addRecipes()
      files = true
    case "run": addRuns()
    case "plan", "file", "files", "first", "second", "other":
      if command == "show" { addRuns() }
      files = true
    case "shell": offers += ["bash", "fish", "zsh"].map { Offer(value: $0) }
    case "topic":
      let recipes = (try? await ShownRecipes.all(world, Output(world))) ?? []
      offers += Handbook(recipes: recipes).pages.map { Offer(value: $0.name, help: $0.summary) }
    default: files = true
    }
  }

  // MARK: run and plan

  private mutating func addRun(_ words: [String], command: String) async {
    guard let known = try? OwnWords(words) else {
      // The last word is an option that still wants its value.
      return await addOwnValue(of: words.last ?? "", words)
    }
    guard let name = known.recipe else {
      if current.hasPrefix("-") { return addOwn(command) }
      await addRecipes()
      files = true
      return
    }
    guard let file = try? RecipeFinder(world).file(name),
      let recipe = try? await RecipeLoader.load(file)
    else { return }
    let source = (try? RunOptions(known).source) ?? SourceOptions()
    let values = ArgumentValues(index: CompletionIndex.known(for: source, in: world))
    var rest = known.rest[...]
    var placed = 0
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        placed += 1
        continue
      }
      guard let parameter = recipe.parameter(option: word), parameter.type != .flag,
        !word.contains("=")
      else { continue }
      if rest.popFirst() == nil { return take(values.offers(for: parameter)) }
    }
    if current.hasPrefix("--"), let end = current.firstIndex(of: "=") {
      let option = String(current[..<end])
      if let parameter = recipe.parameter(option: option) {
        take(values.offers(for: parameter))
      } else {
        await addOwnValue(of: option, words)
      }
      return prefix("\(option)=")
    }
    if current.hasPrefix("-") {
      for parameter in recipe.parameters {
        offers.append(Offer(value: "--\(parameter.name)", help: parameter.help))
      }
      return addOwn(command)
    }
    if let parameter = recipe.parameters.first(where: { $0.position == placed + 1 }) {
      take(values.offers(for: parameter))
    }
  }

  private mutating func take(_ found: (offers: [Offer], files: Bool)) {
    offers += found.offers
    files = files || found.files
  }

  private mutating func addOwn(_ command: String) {
    for option in OwnOption.all
    where command == "run" ? option.name != "out" : option.name != "apply" {
      offers.append(Offer(value: "--\(option.name)", help: option.help))
    }
  }

  private mutating func addOwnValue(of word: String, _ words: [String]) async {
    await addValues(of: word, [], words)
  }

  // MARK: Values

  private mutating func addValues(
    of option: String, _ values: [String], _ words: [String]
  ) async {
    guard values.isEmpty else {
      offers += values.map { Offer(value: $0) }
      return
    }
    switch option {
    case "--profile": offers += profiles.map { Offer(value: $0) }
    case "--api-version": offers += ["2021-07-28", "v3"].map { Offer(value: $0) }
    case "--allow":
      offers += RunOptions.Permission.allCases.map { Offer(value: $0.rawValue) }
    case "--limit": offers += ["create=", "update=", "delete="].map { Offer(value: $0) }
    case "--recipe": await addRecipes()
    case "--http": offers += Operations.all.map { Offer(value: $0.name, help: $0.summary) }
    case "--base-url", "--arg", "--input-b64", "--concurrency", "--seed", "--users": break
    default: files = true
    }
  }

  private mutating func addRecipes() async {
    let recipes = (try? await ShownRecipes.all(world, Output(world))) ?? []
    offers += recipes.map { Offer(value: $0.file.isShipped ? $0.name : $0.stem, help: $0.summary) }
  }

  private mutating func addRuns() {
    let runs = (try? world.runs(nil))?.ids ?? []
    offers += runs.suffix(50).reversed().map { Offer(value: $0) }
  }

  private var profiles: [String] { ProfileBook.names(in: world) }
}

extension Recipe {
  /// What an own recipe is called by: its file's name without the ending.
  fileprivate var stem: String {
    file.displayName.hasSuffix(".lua") ? String(file.displayName.dropLast(4)) : file.displayName
  }

  fileprivate func parameter(option: String) -> Engine.Parameter? {
    let name = option.dropFirst(2).prefix { $0 != "=" }.lowercased().filter {
      $0 != "-" && $0 != "_"
    }
    return parameters.first { $0.name.lowercased().filter { $0 != "-" && $0 != "_" } == name }
  }
}

/// Values of a recipe's parameters.
struct ArgumentValues {
  let index: CompletionIndex

  func offers(for parameter: Engine.Parameter) -> (offers: [Suggestions.Offer], files: Bool) {
    if !parameter.choices.isEmpty { return (parameter.choices.map { .init(value: $0) }, false) }
    let type = parameter.type == .list ? parameter.elementType : parameter.type
    switch type {
    case .user, .email: return (index.users.map { .init(value: $0.value, help: $0.label) }, false)
    case .location:
      return (index.locations.map { .init(value: $0.value, help: $0.label) }, false)
    case .scope: return (Scopes.v3.sorted().map { .init(value: $0) }, false)
    case .permission:
      return (Permissions.known.map { .init(value: $0.flag) }, false)
    case .file, .rows: return ([], true)
    default: return ([], false)
    }
  }
}
